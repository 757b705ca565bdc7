// References of a bundle made literal: urn:uuid by the entry it names, conditional ones by identifier.
import type { Resource } from '../../vocabulary/aidbox.ts'
import { type Changes, countChange, reasons } from './clean.ts'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `Practitioner?identifier=system|value`, taken apart. */
export interface ConditionalReference {
  type: string
  system: string
  value: string
}

const conditional = /^([A-Z][A-Za-z]+)\?identifier=(.+)$/

/** The conditional reference in a text, if it is one that can be resolved by identifier. */
export const parseConditional = (reference: string): ConditionalReference | undefined => {
  const [, type, query] = conditional.exec(reference) ?? []
  if (!type || !query) return undefined
  const text = decodeURIComponent(query)
  const bar = text.indexOf('|')
  return { type, system: bar < 0 ? '' : text.slice(0, bar), value: text.slice(bar + 1) }
}

/** Key by which a resource is found when another names one of its identifiers. */
export const identifierKey = ({ type, system, value }: ConditionalReference): string =>
  `${type} ${system}|${value}`

/** All identifier keys of a resource, with and without the system. */
export const identifierKeys = (resource: Resource): string[] => {
  const identifiers = Array.isArray(resource.identifier) ? resource.identifier : []
  return identifiers.flatMap((identifier: unknown) => {
    if (!isRecord(identifier) || typeof identifier.value !== 'string') return []
    const { value } = identifier
    const type = resource.resourceType
    const system = typeof identifier.system === 'string' ? identifier.system : ''
    return [identifierKey({ type, system, value }), identifierKey({ type, system: '', value })]
  })
}

/** Every reference text in a resource; contained ones (`#…`) are its own matter. */
export const referencesOf = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesOf)
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([name, child]) =>
    name === 'reference' && typeof child === 'string' && !child.startsWith('#')
      ? [child]
      : referencesOf(child),
  )
}

/** Rewrites references; those that `resolve` does not know become display text, counted. */
export const withReferences = (
  value: unknown,
  resolve: (reference: string) => string | undefined,
  changes: Changes,
): unknown => {
  if (Array.isArray(value)) return value.map(each => withReferences(each, resolve, changes))
  if (!isRecord(value)) return value
  const { reference } = value
  const rest = Object.fromEntries(
    Object.entries(value).map(([name, child]) => [name, withReferences(child, resolve, changes)]),
  )
  if (typeof reference !== 'string' || reference.startsWith('#')) return rest
  const resolved = resolve(reference)
  if (resolved !== undefined) return { ...rest, reference: resolved }
  countChange(changes, reasons.dangling)
  const { reference: _lost, ...text } = rest
  return { display: 'not in the imported file', ...text }
}
