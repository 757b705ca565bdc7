// Guards for JSON that comes from outside: what a box or a browser sent is unknown until one of these has looked.
import type { Bundle, Resource, Stored } from '../vocabulary/aidbox.ts'

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isResource = (value: unknown): value is Resource =>
  isRecord(value) && typeof value.resourceType === 'string'

/** A resource with id and version, as every box answers them. */
export const isStored = (value: unknown): value is Stored =>
  isResource(value) &&
  typeof value.id === 'string' &&
  isRecord(value.meta) &&
  typeof value.meta.versionId === 'string'

export const isBundle = (value: unknown): value is Bundle =>
  isResource(value) &&
  value.resourceType === 'Bundle' &&
  (value.entry === undefined || Array.isArray(value.entry))

/** Text at a key, or undefined. */
export const textAt = (value: unknown, key: string): string | undefined => {
  const found = isRecord(value) ? value[key] : undefined
  return typeof found === 'string' ? found : undefined
}

/** Number at a key, or undefined. */
export const numberAt = (value: unknown, key: string): number | undefined => {
  const found = isRecord(value) ? value[key] : undefined
  return typeof found === 'number' ? found : undefined
}

/** Array at a key; empty when there is none. */
export const listAt = (value: unknown, key: string): readonly unknown[] => {
  const found = isRecord(value) ? value[key] : undefined
  return Array.isArray(found) ? found : []
}

/** Diagnostics and places of an OperationOutcome; values of the request are not repeated by boxes, so it may be logged. */
export const issuesIn = (body: unknown): string[] =>
  listAt(body, 'issue').map(
    issue => `${listAt(issue, 'expression').join(', ')} ${textAt(issue, 'diagnostics') ?? ''}`,
  )

/** The id in `Type/id`, in an absolute reference, or in Aidbox's `{resourceType, id}`. */
export const referencedId = (reference: unknown, type: string): string | undefined => {
  if (textAt(reference, 'resourceType') === type) return textAt(reference, 'id')
  const parts = (textAt(reference, 'reference') ?? '').split('/')
  return parts.at(-2) === type ? parts.at(-1) : undefined
}
