// A reference in any of its forms as type and id: what `$reference` patterns look at.
import { field } from '../json.ts'

/** `Patient/x`, `{reference}` or `{resourceType, id}` taken apart; absolute URLs name another server: no match. */
export const referenceOf = (value: unknown): { resourceType: string; id: string } | undefined => {
  const text = typeof value === 'string' ? value : field(value, 'reference')
  if (typeof text === 'string') {
    const [, resourceType, id] =
      /^([A-Z][A-Za-z]*)\/([A-Za-z0-9\-._]+)(?:\/_history\/\w+)?$/.exec(text) ?? []
    return resourceType && id ? { resourceType, id } : undefined
  }
  const resourceType = field(value, 'resourceType')
  const id = field(value, 'id')
  return typeof resourceType === 'string' && typeof id === 'string'
    ? { resourceType, id }
    : undefined
}
