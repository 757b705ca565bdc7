// A guide of a few lines, for tests: profiles with short snapshots, packed and read like any other.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { openPackages } from '../packages.ts'
import { openLibrary } from '../packages-library.ts'
import { readPack, writePack } from '../packages-pack.ts'
import { openValidator, type Validator } from './validate.ts'

export type Raw = Record<string, unknown>

/** Canonical of a definition of the small guide. */
export const canonical = (name: string): string => `http://example.org/fhir/${name}`

/** `element('Observation.code', 1, '1', 'CodeableConcept', {…})`; the id is the path unless it says otherwise. */
export const element = (
  id: string,
  min: number,
  max: string,
  type?: string,
  more: Raw = {},
): Raw => {
  const path = id.replace(/:[^.]+/g, '')
  const [, sliceName] = /:([^.]+)$/.exec(id) ?? []
  return {
    id,
    path,
    min,
    max,
    base: { path, max: 'max' in more ? more.max : listMax(path) },
    ...(sliceName ? { sliceName } : {}),
    ...(type ? { type: [{ code: type }] } : {}),
    ...more,
  }
}

const lists =
  /\.(identifier|category|component|extension|contained|coding|item|performer|part|related)$/
const listMax = (path: string): string => (lists.test(path) ? '*' : '1')

/** A profile of a resource type with these elements behind its root. */
export const profile = (name: string, type: string, elements: Raw[], more: Raw = {}): Raw => ({
  resourceType: 'StructureDefinition',
  url: canonical(name),
  kind: type === 'Extension' ? 'complex-type' : 'resource',
  type,
  derivation: 'constraint',
  snapshot: { element: [{ id: type, path: type, min: 0, max: '*' }, ...elements] },
  ...more,
})

/** A validator that knows these definitions and FHIR R4 itself. */
export const smallGuide = async (definitions: readonly Raw[]): Promise<Validator> => {
  const folder = mkdtempSync(join(tmpdir(), 'small-guide-'))
  try {
    const name = { name: 'small.guide', version: '1.0.0' }
    writePack(folder, { ...name, dependencies: {} }, 'test', definitions)
    const pack = readPack(folder, name)
    const base = await openPackages({
      names: [],
      places: [],
      folder,
      log: pino({ level: 'silent' }),
    }).library()
    if (!pack) throw new Error('the small guide was not packed')
    const library = openLibrary([pack, ...base.packs])
    const validator = openValidator(library)
    // definitions are read when first asked for, so each is asked for while the folder is there
    for (const { url } of definitions) validator.knows(String(url))
    for (const { kind, url } of pack.entries) library.find(kind, url)
    return validator
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Messages of the errors that a validator finds against a profile of the small guide. */
export const errorsOf = (validator: Validator, resource: Raw, name: string): string[] =>
  validator
    .validate(resource, { profiles: [canonical(name)] })
    .filter(({ severity }) => severity === 'error')
    .map(({ diagnostics }) => diagnostics)

/** What a validator says it cannot tell. */
export const unknownOf = (validator: Validator, resource: Raw, name: string): string[] =>
  validator
    .validate(resource, { profiles: [canonical(name)] })
    .filter(({ code }) => code === 'incomplete')
    .map(({ diagnostics }) => diagnostics)
