// Reads a Synthea bundle file: a FHIR Bundle whose entries are people, care and claims, and nothing else.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Resource } from '../../vocabulary/aidbox.ts'
import { ImportFault } from './fault.ts'
import { importedTypes } from './types.ts'

export interface FileEntry {
  file: string
  /** Counted from 1. */
  number: number
  fullUrl: string | undefined
  resource: Resource
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isResource = (value: unknown): value is Resource =>
  isRecord(value) && typeof value.resourceType === 'string'

/** The entries of a bundle file, each known to be a resource of a type that may be imported. */
export const readBundleFile = (path: string): FileEntry[] => {
  const file = basename(path)
  const bundle = parse(path, file)
  if (!isRecord(bundle) || bundle.resourceType !== 'Bundle' || !Array.isArray(bundle.entry)) {
    throw new ImportFault(
      { file },
      'is not a FHIR Bundle with entries; give a file that Synthea wrote.',
    )
  }
  return bundle.entry.map((entry: unknown, index): FileEntry => {
    const number = index + 1
    const resource = isRecord(entry) ? entry.resource : undefined
    if (!isResource(resource)) {
      throw new ImportFault({ file, entry: number }, 'has no resource; the file is damaged.')
    }
    const { resourceType } = resource
    if (!importedTypes.has(resourceType)) {
      throw new ImportFault(
        { file, entry: number, resource: resourceType.slice(0, 64) },
        'is of a type that this tool does not import; take the entry out of the file.',
      )
    }
    const fullUrl = isRecord(entry) && typeof entry.fullUrl === 'string' ? entry.fullUrl : undefined
    return { file, number, fullUrl, resource }
  })
}

const parse = (path: string, file: string): unknown => {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`
    throw new ImportFault({ file: path }, `${why}; check the path.`)
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new ImportFault({ file }, 'is not JSON; the file may be cut off.')
  }
}
