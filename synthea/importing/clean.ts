// Cleans what FHIR R4's JSON rules or a box would reject, and counts each change with its reason.
import type { Resource } from '../../vocabulary/aidbox.ts'

/** Reason → how often. */
export type Changes = Map<string, number>

export const countChange = (changes: Changes, reason: string): void => {
  changes.set(reason, (changes.get(reason) ?? 0) + 1)
}

export const reasons = {
  empty: 'empty or null value left out (FHIR JSON has no empty values)',
  nul: 'character U+0000 left out (PostgreSQL cannot hold it)',
  counter:
    'provider statistic of Synthea left out (it differs from file to file for the same provider)',
  id: 'id replaced (not an id that FHIR allows)',
  dangling: 'reference without target turned into text (its target is not in the file)',
} as const

/** A resource without what would be rejected, and without what it claims to be: that is asked of the box. */
export const cleaned = (resource: Resource, changes: Changes): Resource => {
  const { meta, ...rest } = resource
  const tidy = withoutEmpty(withoutCounters(rest, changes), changes)
  const { profile: _claimed, ...otherMeta } = meta ?? {}
  // What a box stamps itself would make every second import look like a change.
  delete otherMeta.lastUpdated
  delete otherMeta.versionId
  const tidyMeta = withoutEmpty(otherMeta, changes)
  return {
    ...(isRecord(tidy) ? tidy : {}),
    resourceType: resource.resourceType,
    ...(isRecord(tidyMeta) ? { meta: tidyMeta } : {}),
  }
}

const counter = /^http:\/\/synthetichealth\.github\.io\/synthea\/utilization-/

// One provider is in many files, with and without these numbers; with them, each file would undo the other.
const withoutCounters = (fields: Record<string, unknown>, changes: Changes) => {
  if (!Array.isArray(fields.extension)) return fields
  const kept = fields.extension.filter((each: unknown) => {
    const drop = isRecord(each) && typeof each.url === 'string' && counter.test(each.url)
    if (drop) countChange(changes, reasons.counter)
    return !drop
  })
  return { ...fields, extension: kept }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const withoutEmpty = (value: unknown, changes: Changes): unknown => {
  if (typeof value === 'string') {
    const text = value.includes('\0') ? value.replaceAll('\0', '') : value
    if (text !== value) countChange(changes, reasons.nul)
    return text.trim() === '' ? dropped(changes) : text
  }
  if (value === null || value === undefined) return dropped(changes)
  if (Array.isArray(value)) {
    const kept = value.map(each => withoutEmpty(each, changes)).filter(each => each !== undefined)
    return kept.length > 0 ? kept : undefined
  }
  if (!isRecord(value)) return value
  const kept = Object.entries(value)
    .map(([name, child]) => [name, withoutEmpty(child, changes)] as const)
    .filter(([, child]) => child !== undefined)
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}

const dropped = (changes: Changes): undefined => {
  countChange(changes, reasons.empty)
  return undefined
}
