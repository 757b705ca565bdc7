// A validator over FHIR packages without a box around it, and the examples that the packages bring.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import {
  openPackages,
  openValidator,
  readPackage,
  type Validator,
} from '../../embedded-box/index.ts'

export interface Guides {
  /** `name#version`. */
  names: readonly string[]
  validator: Validator
  /** Canonicals of all profiles in the packages. */
  profiles: readonly string[]
}

/** A validator over packages (.tgz) of a folder, all of them or those named; what is made of them is kept in `cache`. */
export const openGuides = async (
  folder: string,
  cache: string,
  names: readonly string[] = archivesIn(folder),
): Promise<Guides> => {
  const log = pino({ level: 'warn' })
  const library = await openPackages({ names, places: [folder], folder: cache, log }).library()
  const profiles = library.packs.flatMap(({ name, entries }) =>
    name === 'hl7.fhir.r4.core'
      ? []
      : entries
          .filter(({ kind }) => kind === 'StructureDefinition')
          .map(({ url, version }) => (version ? `${url}|${version}` : url)),
  )
  return { names, profiles, validator: openValidator(library) }
}

const archivesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter(name => name.endsWith('.tgz'))
    .map(name => name.replace(/-([^-]+)\.tgz$/, '#$1'))

/** All examples of one package. */
export const examplesOf = (
  folder: string,
  name: string,
): { file: string; resource: unknown; bytes: number }[] =>
  [...readPackage(join(folder, `${name.replace('#', '-')}.tgz`), true)].map(file => {
    const resource = file.json()
    return { file: file.name, resource, bytes: JSON.stringify(resource).length }
  })
