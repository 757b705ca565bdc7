// Reads a Synthea bundle file: a FHIR Bundle whose entries are people, care and claims, and nothing else.
import { basename } from 'node:path'
import type { Resource } from '../../vocabulary/aidbox.ts'
import { type EntryStream, streamEntries } from './entry-stream.ts'
import { ImportFault } from './fault.ts'
import { importedTypes } from './types.ts'

export interface FileEntry {
  file: string
  /** Counted from 1. */
  number: number
  fullUrl: string | undefined
  resource: Resource
  /** What it claims after it was mapped; files' own claims are left out. */
  profiles?: readonly string[]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isResource = (value: unknown): value is Resource =>
  isRecord(value) && typeof value.resourceType === 'string'

/** The entries of a bundle file, each known to be a resource of a type that may be imported. */
export const readBundleFile = (
  path: string,
  onProgress?: (read: number, size: number) => void,
): FileEntry[] => {
  const file = basename(path)
  const { entries, rest } = opened(path, onProgress)
  const found: FileEntry[] = []
  for (const text of entries) found.push(entryOf(file, found.length + 1, parse(text, file)))
  const bundle = parse(rest(), file)
  if (!isRecord(bundle) || bundle.resourceType !== 'Bundle' || !Array.isArray(bundle.entry)) {
    throw new ImportFault(
      { file },
      'is not a FHIR Bundle with entries; give a file that Synthea wrote.',
    )
  }
  if (bundle.entry.length > 0) throw damaged(file, found.length + 1)
  return found
}

const entryOf = (file: string, number: number, entry: unknown): FileEntry => {
  const resource = isRecord(entry) ? entry.resource : undefined
  if (!isResource(resource)) throw damaged(file, number)
  const { resourceType } = resource
  if (!importedTypes.has(resourceType)) {
    throw new ImportFault(
      { file, entry: number, resource: resourceType.slice(0, 64) },
      'is of a type that this tool does not import; take the entry out of the file.',
    )
  }
  const fullUrl = isRecord(entry) && typeof entry.fullUrl === 'string' ? entry.fullUrl : undefined
  return { file, number, fullUrl, resource }
}

const damaged = (file: string, entry: number): ImportFault =>
  new ImportFault({ file, entry }, 'has no resource; the file is damaged.')

const opened = (path: string, onProgress?: (read: number, size: number) => void): EntryStream => {
  try {
    return streamEntries(path, onProgress)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`
    throw new ImportFault({ file: path }, `${why}; check the path.`)
  }
}

const parse = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new ImportFault({ file }, 'is not JSON; the file may be cut off.')
  }
}
