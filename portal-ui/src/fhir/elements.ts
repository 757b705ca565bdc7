// Careful reading of resources whose shape nobody promises: members' records come from many systems.
import type { Resource } from '../../../vocabulary/aidbox.ts'

export type Element = Record<string, unknown>

export const isElement = (value: unknown): value is Element =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value at a path such as `code.coding.display`; the first item where there are several. */
export const at = (element: unknown, path: string): unknown => {
  let here: unknown = element
  for (const step of path.split('.')) {
    if (Array.isArray(here)) here = here[0]
    here = isElement(here) ? here[step] : undefined
  }
  return Array.isArray(here) ? here[0] : here
}

/** All objects in a repeating field. */
export const list = (element: unknown, field: string): Element[] => {
  const value = isElement(element) ? element[field] : undefined
  return Array.isArray(value) ? value.filter(isElement) : isElement(value) ? [value] : []
}

/** The text at a path, or an empty one. */
export const text = (element: unknown, path: string): string => {
  const value = at(element, path)
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

/** A CodeableConcept in words: its text, a coding's display, or the bare code. */
export const concept = (value: unknown): string => {
  const first = Array.isArray(value) ? value[0] : value
  if (!isElement(first)) return ''
  const codings = list(first, 'coding')
  const display = codings.map(coding => text(coding, 'display')).find(Boolean)
  return text(first, 'text') || display || codings.map(c => text(c, 'code')).find(Boolean) || ''
}

/** The concept in a field of an element. */
export const conceptAt = (element: unknown, path: string): string => {
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  const holder = steps.length > 0 ? at(element, steps.join('.')) : element
  return isElement(holder) ? concept(holder[last]) : ''
}

/** Does any coding of a concept carry this code? */
export const hasCode = (value: unknown, code: string): boolean =>
  list(isElement(value) ? value : {}, 'coding').some(coding => coding.code === code)

/** A person's name from HumanName. */
export const personName = (resource: unknown): string => {
  const names = list(resource, 'name')
  const name = names.find(({ use }) => use === 'official') ?? names[0]
  if (!name) return ''
  const given = Array.isArray(name.given) ? name.given.filter(part => typeof part === 'string') : []
  return text(name, 'text') || [...given, text(name, 'family')].filter(Boolean).join(' ')
}

/** What a reference is called: its display, else what it points at. */
export const referenceWords = (value: unknown): string =>
  text(value, 'display') || text(value, 'identifier.value') || text(value, 'reference')

/** The date that a resource is about, in FHIR's form. */
export const dateOf = (resource: Resource): string => {
  for (const path of datePaths) {
    const value = text(resource, path)
    if (value) return value
  }
  return ''
}

const datePaths = [
  'billablePeriod.start',
  'effectiveDateTime',
  'effectivePeriod.start',
  'occurrenceDateTime',
  'performedDateTime',
  'performedPeriod.start',
  'onsetDateTime',
  'onsetPeriod.start',
  'period.start',
  'authoredOn',
  'whenHandedOver',
  'authored',
  'startDate',
  'collection.collectedDateTime',
  'date',
  'recordedDate',
  'issued',
  'recorded',
  'created',
  'birthDate',
]
