// A box's validation: its packages, the validator over them, and whether writes are held to what they claim.
import type { Logger } from 'pino'
import { openPackages, type Packages } from '../packages.ts'
import { baseFolder } from '../packages-base.ts'
import type { Library } from '../packages-library.ts'
import { openValidator, type Validator } from './validate.ts'

export interface ValidationConfig {
  /** FHIR packages as `name#version`; the first is the first choice for profiles that name no version. */
  names: readonly string[]
  /** Folders and archives to look in before ~/.fhir/packages and node_modules. */
  places: readonly string[]
  /** Where what is made of packages, and what was fetched, is kept. */
  folder: string
  /** A FHIR package registry to fetch missing ones from, behind the start; absent: nothing is fetched. */
  registry?: string
  /** True: a write that claims a known profile has to fit it. */
  onWrite: boolean
}

/** FHIR R4 alone, for a box that names no packages. */
export const baseOnly: ValidationConfig = {
  names: [],
  places: [],
  folder: baseFolder,
  onWrite: false,
}

export interface Validation {
  onWrite: boolean
  /** The validator; the first call makes what it needs. */
  validator(): Promise<Validator>
  close(): void
}

interface Shared {
  packages: Packages
  users: number
  opened?: { library: Library; validator: Validator }
}

// Both boxes of a process look into the same packages: one of each, not two.
const shared = new Map<string, Shared>()

/** Opens validation for one box; boxes of one process with the same packages share the validator. */
export const openValidation = (config: ValidationConfig, log: Logger): Validation => {
  const { names, places, folder, registry } = config
  const key = JSON.stringify([names, places, folder, registry])
  const known = shared.get(key)
  const own: Shared = known ?? {
    packages: openPackages({ names, places, folder, log, ...(registry ? { registry } : {}) }),
    users: 0,
  }
  own.users++
  shared.set(key, own)
  return {
    onWrite: config.onWrite,
    validator: async () => {
      const library = await own.packages.library()
      // packages that were fetched since make a new library
      if (own.opened?.library !== library)
        own.opened = { library, validator: openValidator(library) }
      return own.opened.validator
    },
    close: () => {
      own.users--
      if (own.users > 0) return
      own.packages.close()
      shared.delete(key)
    },
  }
}
