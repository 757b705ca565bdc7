// Turns a bundle file into resources under stable ids, ready to be put: the same file always gives the same ids.
import { createHash } from 'node:crypto'
import type { Resource } from '../../vocabulary/aidbox.ts'
import type { FileEntry } from './bundle-file.ts'
import { type Changes, cleaned, countChange, reasons } from './clean.ts'
import { ImportFault } from './fault.ts'
import { inLoadingOrder } from './order.ts'
import {
  identifierKey,
  identifierKeys,
  parseConditional,
  referencesOf,
  withReferences,
} from './references.ts'

export interface Prepared {
  file: string
  /** In loading order; `entry` is where each came from, `claims` which profiles the file says it fits. */
  resources: {
    resource: Resource & { id: string }
    file: string
    entry: number
    claims: readonly string[]
  }[]
  patients: string[]
  changes: Changes
}

/** Entries of files beside it, by identifier: hospitals and professionals that conditional references name. */
export type Neighbours = ReadonlyMap<string, FileEntry>

export const indexNeighbours = (entries: readonly FileEntry[]): Map<string, FileEntry> =>
  new Map(entries.flatMap(entry => identifierKeys(entry.resource).map(key => [key, entry])))

/** Conditional references of these entries, once each. */
export const conditionalReferences = (entries: readonly FileEntry[]): string[] => [
  ...new Set(
    entries.flatMap(({ resource }) => referencesOf(resource)).filter(text => text.includes('?')),
  ),
]

/**
 * Prepares a file. `onBox` knows the literal references of what the box has already, by conditional reference.
 * Throws an ImportFault when a conditional reference finds nothing.
 */
export const prepareImport = (
  own: readonly FileEntry[],
  neighbours: Neighbours,
  onBox: ReadonlyMap<string, string>,
  changes: Changes = new Map(),
): Prepared => {
  const entries = withNeighbours(own, neighbours, onBox)
  const literal = new Map<string, string>()
  const named = indexNeighbours(entries)
  const ids = new Map<FileEntry, string>()
  for (const entry of entries) {
    const id = stableId(entry, changes)
    const reference = `${entry.resource.resourceType}/${id}`
    ids.set(entry, id)
    if (entry.fullUrl) literal.set(entry.fullUrl, reference)
    if (entry.resource.id)
      literal.set(`${entry.resource.resourceType}/${entry.resource.id}`, reference)
    if (entry.resource.id) literal.set(`urn:uuid:${entry.resource.id}`, reference)
  }
  const resolve = (reference: string): string | undefined => {
    const search = parseConditional(reference)
    const entry = search && named.get(identifierKey(search))
    const id = entry && ids.get(entry)
    if (id && entry) return `${entry.resource.resourceType}/${id}`
    return literal.get(reference) ?? onBox.get(reference)
  }
  const resources = inLoadingOrder(
    entries.map(entry => ({
      resource: rewritten(entry, ids.get(entry) ?? '', resolve, changes),
      file: entry.file,
      entry: entry.number,
      claims: claimsOf(entry),
    })),
  )
  return {
    file: own[0]?.file ?? '',
    resources,
    patients: resources
      .filter(({ resource }) => resource.resourceType === 'Patient')
      .map(({ resource }) => resource.id),
    changes,
  }
}

const rewritten = (
  entry: FileEntry,
  id: string,
  resolve: (reference: string) => string | undefined,
  changes: Changes,
): Resource & { id: string } => {
  const { id: _old, ...content } = cleaned(entry.resource, changes)
  const body = withReferences(content, resolve, changes)
  const fields: Record<string, unknown> =
    typeof body === 'object' && body !== null ? { ...body } : {}
  const { profiles } = entry
  return {
    ...fields,
    ...(profiles ? { meta: { ...metaOf(fields), profile: [...profiles] } } : {}),
    resourceType: entry.resource.resourceType,
    id,
  }
}

// What was mapped claims what it was mapped to; only the box knows whether the others are right.
const claimsOf = ({ resource, profiles }: FileEntry): string[] => {
  const claims: unknown = profiles ? [] : resource.meta?.profile
  return Array.isArray(claims) ? claims.filter(each => typeof each === 'string') : []
}

const metaOf = ({ meta }: Record<string, unknown>) =>
  typeof meta === 'object' && meta !== null ? meta : {}

// The file's own entries, and of its neighbours those that are needed, and what those need in turn.
const withNeighbours = (
  own: readonly FileEntry[],
  neighbours: Neighbours,
  onBox: ReadonlyMap<string, string>,
): FileEntry[] => {
  const entries = [...own]
  const known = new Set(own.flatMap(({ resource }) => identifierKeys(resource)))
  for (const entry of entries) {
    for (const reference of referencesOf(entry.resource)) {
      const search = reference.includes('?') ? parseConditional(reference) : undefined
      if (!reference.includes('?') || (search && known.has(identifierKey(search)))) continue
      const found = search && neighbours.get(identifierKey(search))
      if (found) {
        entries.push(found) // visited by this same loop
        for (const key of identifierKeys(found.resource)) known.add(key)
      } else if (!onBox.has(reference)) {
        throw new ImportFault(
          { file: entry.file, entry: entry.number, resource: entry.resource.resourceType },
          `refers to ${search ? `${search.type} by identifier` : 'something by search'}, which is neither in the file, in hospitalInformation*.json or practitionerInformation*.json beside it, nor on the box; put those files beside it.`,
        )
      }
    }
  }
  return entries
}

const fhirId = /^[A-Za-z0-9\-.]{1,64}$/
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

// Only UUIDs are taken as they are: a file may not pick the id of something that is on the box already.
const stableId = ({ fullUrl, resource, file, number }: FileEntry, changes: Changes): string => {
  const named = fullUrl?.startsWith('urn:uuid:') ? fullUrl.slice('urn:uuid:'.length) : resource.id
  if (named !== undefined && uuid.test(named)) return named.toLowerCase()
  if (named !== undefined && !fhirId.test(named)) countChange(changes, reasons.id)
  const source = named ?? `${file} ${number}`
  return `synthea-${createHash('sha256').update(`${resource.resourceType} ${source}`).digest('hex').slice(0, 40)}`
}
