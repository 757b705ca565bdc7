// FHIR packages by name and version: found where they lie, made into packs, fetched behind the start where that is allowed.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Logger } from 'pino'
import { fingerprintOf } from './packages-archive.ts'
import { baseFingerprint, baseFolder, basePackage } from './packages-base.ts'
import { findPackage, nameText, type PackageName, packageName } from './packages-find.ts'
import { type Library, openLibrary } from './packages-library.ts'
import { type Pack, readPack } from './packages-pack.ts'
import { download } from './packages-registry.ts'

export interface PackageOptions {
  /** `name#version`; the first is the first choice for a profile that names no version. */
  names: readonly string[]
  /** Folders and archives to look in, before ~/.fhir/packages and node_modules. */
  places: readonly string[]
  /** Where packs and downloads are kept. */
  folder: string
  /** A FHIR package registry (npm's protocol); absent: nothing is fetched. */
  registry?: string
  log: Logger
}

export interface Packages {
  /** What is there; resolves when packs are made, rejects when not even FHIR R4 itself can be read. */
  library(): Promise<Library>
  /** `name#version` of those not found at the start. */
  missing: readonly string[]
  /** Resolves when downloads are done, well or not. */
  settled: Promise<void>
  close(): void
}

/** Looks for the packages; says in one line what is off. Packs are made when they are first needed. */
export const openPackages = (options: PackageOptions): Packages => {
  const { names, registry, folder, log } = options
  const wanted = names.map(packageName)
  const places = [...options.places, folder]
  const absent = wanted.filter(each => findPackage(each, places) === undefined)
  const missing = absent.map(nameText)
  if (missing.length > 0)
    log.warn(
      { missing },
      `FHIR packages not found, so their profiles are not checked: ${missing.join(', ')}. Put them into a folder of FHIR_PACKAGE_PATH${registry ? '; fetching them now' : ''}.`,
    )

  let opened: Promise<Library> | undefined
  const stopping = new AbortController()
  const settled = registry
    ? fetchAll(absent, registry, folder, log, stopping.signal).then(fetched => {
        if (fetched > 0) opened = undefined
      })
    : Promise.resolve()

  return {
    missing,
    settled,
    library: () => {
      opened ??= open(wanted, places, folder, log)
      return opened
    },
    close: () => stopping.abort(),
  }
}

const fetchAll = async (
  absent: readonly PackageName[],
  registry: string,
  folder: string,
  log: Logger,
  signal: AbortSignal,
): Promise<number> => {
  let fetched = 0
  for (const each of absent) {
    if (signal.aborted) return fetched
    try {
      await download(registry, each, folder, signal)
      fetched++
      log.info({ package: nameText(each) }, 'FHIR package fetched')
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (!signal.aborted) log.warn({ package: nameText(each), reason }, 'FHIR package not fetched')
    }
  }
  return fetched
}

const open = async (
  wanted: readonly PackageName[],
  places: readonly string[],
  folder: string,
  log: Logger,
): Promise<Library> => {
  const packs = new Map<string, Pack>()
  const add = async (name: PackageName): Promise<void> => {
    const key = nameText(name)
    const source = packs.has(key) ? undefined : findPackage(name, places)
    if (source === undefined) return
    try {
      const pack = await packOf(name, source, folder)
      packs.set(key, pack)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      log.warn(
        { package: key, reason },
        'FHIR package cannot be read; its profiles are not checked',
      )
    }
  }
  for (const each of wanted) await add(each)
  // what they depend on, where it lies about
  for (const pack of packs.values())
    for (const [name, version] of Object.entries(pack.dependencies))
      if (name !== basePackage.name) await add({ name, version })
  return openLibrary([...packs.values(), await basePack()])
}

const packOf = async (name: PackageName, source: string, folder: string): Promise<Pack> => {
  const fingerprint = fingerprintOf(source)
  const known = readPack(folder, name, fingerprint)
  if (known) return known
  await build([folder, source, nameText(name)])
  const made = readPack(folder, name, fingerprint)
  if (!made) throw new Error(`The pack of ${nameText(name)} could not be made.`)
  return made
}

const basePack = async (): Promise<Pack> => {
  const known = readPack(baseFolder, basePackage, baseFingerprint)
  if (known) return known
  await build([baseFolder])
  const made = readPack(baseFolder, basePackage, baseFingerprint)
  if (!made) throw new Error('FHIR R4 itself could not be read: nothing can be validated.')
  return made
}

const run = promisify(execFile)
const builder = fileURLToPath(new URL('packages-build.ts', import.meta.url))

const build = async (words: readonly string[]): Promise<void> => {
  try {
    await run(process.execPath, ['--disable-warning=ExperimentalWarning', builder, ...words], {
      env: {},
      timeout: 120_000,
    })
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
    throw new Error(said || `${join('embedded-box', 'fhir', 'packages-build.ts')} failed`)
  }
}
