// The eight guides' packages beside the repository, for tests: their validator, examples and raw snapshots.
import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pino from 'pino'
import { isObject, isResource, type JsonObject } from '../../json.ts'
import { openPackages } from '../packages.ts'
import { readPackage } from '../packages-archive.ts'
import { openValidator, type Validator } from './validate.ts'

const folder = fileURLToPath(new URL('../../../../shared/igs', import.meta.url))

/** `name#version` of each package that is there; empty where the folder is absent. */
export const guides: readonly string[] = existsSync(folder)
  ? readdirSync(folder)
      .filter(name => name.endsWith('.tgz'))
      .map(name => name.replace(/-([^-]+)\.tgz$/, '#$1'))
      .sort()
  : []

const archiveOf = (guide: string): string => join(folder, `${guide.replace('#', '-')}.tgz`)

export interface Example {
  guide: string
  file: string
  resource: JsonObject & { resourceType: string }
}

/** All examples of a guide. */
export const examplesOf = (guide: string): Example[] =>
  [...readPackage(archiveOf(guide), true)].flatMap(({ name, json }) => {
    const resource = json()
    return isResource(resource) ? [{ guide, file: name, resource }] : []
  })

/** Raw StructureDefinitions of a guide by canonical, as published. */
export const snapshotsOf = (guide: string): Map<string, JsonObject> =>
  new Map(
    [...readPackage(archiveOf(guide))].flatMap(({ name, json }) => {
      const raw = name.startsWith('StructureDefinition') ? json() : undefined
      return isObject(raw) && typeof raw.url === 'string' ? [[raw.url, raw] as const] : []
    }),
  )

let opened: Promise<Validator> | undefined

/** A validator over all of them; made once for all test files of a process. */
export const guidesValidator = (): Promise<Validator> => {
  opened ??= openPackages({
    names: guides,
    places: [folder],
    folder: join(tmpdir(), `fhir-packages-of-tests-${process.getuid?.() ?? 0}`),
    log: pino({ level: 'silent' }),
  })
    .library()
    .then(openValidator)
  return opened
}
