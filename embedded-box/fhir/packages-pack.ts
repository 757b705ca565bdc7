// A package on disk as the validator reads it: definitions one after the other, and an index of where each stands.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { isObject } from '../json.ts'
import type { PackageManifest } from './packages-archive.ts'
import type { Definition } from './packages-definition.ts'
import { stripDefinition } from './packages-strip.ts'

export interface PackEntry {
  kind: Definition['resourceType']
  url: string
  version: string | undefined
  offset: number
  length: number
}

export interface Pack extends PackageManifest {
  fingerprint: string
  /** The file with the definitions. */
  file: string
  entries: PackEntry[]
}

// Raised when what is kept of a definition changes, so that older packs are made again.
const format = 1

type IndexRow = [kind: Definition['resourceType'], url: string, version: string | null, number]
interface IndexFile extends PackageManifest {
  format: number
  fingerprint: string
  rows: IndexRow[]
}

const pathsOf = (folder: string, { name, version }: { name: string; version: string }) => {
  const stem = join(folder, `${name}#${version}`)
  return { index: `${stem}.index.json`, file: `${stem}.pack` }
}

/** Strips and writes definitions; both files appear whole or not at all. */
export const writePack = (
  folder: string,
  manifest: PackageManifest,
  fingerprint: string,
  resources: Iterable<unknown>,
): void => {
  const { index, file } = pathsOf(folder, manifest)
  mkdirSync(folder, { recursive: true })
  const rows: IndexRow[] = []
  const texts: Buffer[] = []
  const seen = new Set<string>()
  for (const resource of resources) {
    const definition = stripDefinition(resource)
    const key = `${definition?.resourceType} ${definition?.url}`
    if (!definition || seen.has(key)) continue
    seen.add(key)
    const bytes = Buffer.from(JSON.stringify(definition))
    texts.push(bytes)
    rows.push([
      definition.resourceType,
      definition.url,
      definition.version ?? null,
      bytes.byteLength,
    ])
  }
  const whole: IndexFile = { format, ...manifest, fingerprint, rows }
  // the index comes last: where it is, the pack is whole
  for (const [path, content] of [
    [file, Buffer.concat(texts)],
    [index, JSON.stringify(whole)],
  ] as const) {
    writeFileSync(`${path}.${process.pid}`, content)
    renameSync(`${path}.${process.pid}`, path)
  }
}

/** The pack of a package when there is one, made from that very source where `fingerprint` is given. */
export const readPack = (
  folder: string,
  wanted: { name: string; version: string },
  fingerprint?: string,
): Pack | undefined => {
  const { index, file } = pathsOf(folder, wanted)
  if (!existsSync(index) || !existsSync(file)) return undefined
  const found: unknown = JSON.parse(readFileSync(index, 'utf8'))
  if (!isIndex(found) || (fingerprint !== undefined && found.fingerprint !== fingerprint))
    return undefined
  let offset = 0
  const entries = found.rows.map(([kind, url, version, length]): PackEntry => {
    offset += length
    return { kind, url, version: version ?? undefined, offset: offset - length, length }
  })
  const { name, version, dependencies } = found
  return { name, version, dependencies, fingerprint: found.fingerprint, file, entries }
}

// Our own file: its format number says what is in it.
const isIndex = (value: unknown): value is IndexFile => isObject(value) && value.format === format

/** One definition, read from its place. */
export const readDefinition = (pack: Pack, { offset, length }: PackEntry): Definition => {
  const buffer = Buffer.alloc(length)
  const handle = openSync(pack.file, 'r')
  try {
    readSync(handle, buffer, 0, length, offset)
  } finally {
    closeSync(handle)
  }
  return JSON.parse(buffer.toString('utf8'))
}
