// Reads FHIR packages as they are published: a .tgz in NPM layout, or the same unpacked into a folder.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { isObject, text } from '../json.ts'

export interface PackageFile {
  /** Name inside the package folder. */
  name: string
  json: () => unknown
}

export interface PackageManifest {
  name: string
  version: string
  dependencies: Record<string, string>
}

const mostBytes = 1_000_000_000

/** The package's manifest; undefined when this is no FHIR package. */
export const manifestOf = (raw: unknown): PackageManifest | undefined => {
  const name = text(raw, 'name')
  const version = text(raw, 'version')
  if (!isObject(raw) || name === undefined || version === undefined) return undefined
  const dependencies = Object.entries(isObject(raw.dependencies) ? raw.dependencies : {}).flatMap(
    ([key, value]) => (typeof value === 'string' ? [[key, value] as const] : []),
  )
  return { name, version, dependencies: Object.fromEntries(dependencies) }
}

/** The folder that holds `package.json`: the one given, or its `package/`. */
export const packageFolder = (folder: string): string | undefined =>
  [join(folder, 'package'), folder].find(each => existsSync(join(each, 'package.json')))

/** JSON files of a package, its manifest first; `examples`: those in `example/` instead of the definitions. */
export const readPackage = function* (source: string, examples = false): Generator<PackageFile> {
  const files = statSync(source).isDirectory()
    ? folderFiles(source, examples)
    : archiveFiles(gunzipSync(readFileSync(source), { maxOutputLength: mostBytes }), examples)
  yield* files
}

/** A text that changes when the package does: the archive's digest, or sizes and times of the folder's files. */
export const fingerprintOf = (source: string): string => {
  const hash = createHash('sha256')
  if (!statSync(source).isDirectory()) return hash.update(readFileSync(source)).digest('hex')
  const folder = packageFolder(source) ?? source
  for (const name of readdirSync(folder).sort()) {
    const { size, mtimeMs } = statSync(join(folder, name))
    hash.update(`${name} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

const folderFiles = function* (source: string, examples: boolean): Generator<PackageFile> {
  const folder = packageFolder(source)
  if (folder === undefined) return
  const inside = examples ? join(folder, 'example') : folder
  if (!existsSync(inside)) return
  for (const name of readdirSync(inside).sort())
    if (isDefinitionFile(name))
      yield { name, json: () => JSON.parse(readFileSync(join(inside, name), 'utf8')) }
}

// A tar archive is a row of 512-byte headers, each followed by its file, padded to 512.
const archiveFiles = function* (tar: Buffer, examples: boolean): Generator<PackageFile> {
  const prefix = examples ? 'package/example/' : 'package/'
  for (let at = 0; at + 512 <= tar.length; ) {
    const size = Number.parseInt(field(tar, at + 124, 12), 8) || 0
    const start = at + 512
    if (start + size > tar.length) throw new Error('the archive ends in the middle of a file')
    const folder = field(tar, at + 345, 155)
    const path = `${folder === '' ? '' : `${folder}/`}${field(tar, at, 100)}`
    const name = path.startsWith(prefix) ? path.slice(prefix.length) : '/'
    if (!name.includes('/') && isDefinitionFile(name))
      yield { name, json: () => JSON.parse(tar.toString('utf8', start, start + size)) }
    at = start + Math.ceil(size / 512) * 512
  }
}

const field = (tar: Buffer, from: number, length: number): string =>
  tar.toString('latin1', from, from + length).replace(/\0.*$/s, '')

const isDefinitionFile = (name: string): boolean => /^[^.].*\.json$/.test(name)
