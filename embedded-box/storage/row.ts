// A resource as a row: its text with a gap where the version goes, and the columns that searches look at.
import type { Resource } from '../../vocabulary/aidbox.ts'
import { patientCompartment } from '../../vocabulary/compartment.ts'
import { isPlanNetProfile, sensitiveLabels } from '../../vocabulary/profiles.ts'
import { stringifyExactly } from '../exact-decimals.ts'
import { compilePath, type Evaluate } from '../fhir/element-path.ts'
import { extract } from '../fhir/extract.ts'
import { ownKeys } from '../fhir/keys.ts'
import type { Span } from '../fhir/moments.ts'
import { outgoing, refEntry, targetOf } from '../fhir/references.ts'
import { isObject } from '../json.ts'
import { hasOwner } from './tables.ts'

export interface Row {
  type: string
  id: string
  /** Epoch milliseconds. */
  updated: number
  /** Text before and after the version, which only the database knows. */
  head: string
  tail: string
  patient: string | null
  sensitive: boolean
  directory: boolean
  /** Created by POST: history tells it. */
  posted: boolean
  keys: string[]
  texts: string[]
  refs: string[]
  spans: ReadonlyMap<string, readonly Span[]>
}

/** The row of a resource that was written at `updated`; `versionId` and `lastUpdated` of the caller do not count. */
export const rowOf = (
  resource: Resource & { id: string },
  updated: Date,
  { posted = false }: { posted?: boolean } = {},
): Row => {
  const { resourceType: type, id } = resource
  const { keys, texts, spans } = extract(resource)
  const patient = ownerOf(resource)
  return {
    type,
    id,
    updated: updated.getTime(),
    ...textOf(resource, updated),
    patient,
    sensitive: isSensitive(resource),
    directory: isDirectory(resource),
    posted,
    keys: patient === null ? [...keys] : [...keys, ...ownKeys(patient, [...keys])],
    texts: [...texts],
    refs: [
      ...new Set(
        outgoing(resource).flatMap(({ element, reference }) => {
          const target = targetOf(reference)
          return target ? [refEntry(element, `${target.type}/${target.id}`)] : []
        }),
      ),
    ],
    spans,
  }
}

/** The whole text, once the version is known. */
export const wholeText = ({ head, tail }: Pick<Row, 'head' | 'tail'>, version: string): string =>
  head + version + tail

/** The text in two halves, with a gap where the version goes. */
export const textOf = (resource: Resource & { id: string }, updated: Date) => {
  const { resourceType, id, meta, ...rest } = resource
  const { versionId: _v, lastUpdated: _u, ...kept } = isObject(meta) ? meta : {}
  const head = `{"resourceType":${JSON.stringify(resourceType)},"id":${JSON.stringify(id)},"meta":{"versionId":"`
  const metaRest = JSON.stringify(kept).slice(1, -1)
  const others = stringifyExactly(rest).slice(1)
  return {
    head,
    tail: `","lastUpdated":"${updated.toISOString()}"${metaRest && `,${metaRest}`}}${others === '}' ? '}' : `,${others}`}`,
  }
}

const owners = new Map<string, Evaluate>()

/** Id of the patient whose row it is; a Patient's own id; null where the element names a group or nobody. */
export const ownerOf = (resource: Resource & { id: string }): string | null => {
  const { resourceType: type } = resource
  const fact = patientCompartment[type]
  if (!hasOwner(type) || !fact?.element) return null
  if (fact.rule === 'self') return resource.id
  const evaluate = owners.get(type) ?? compilePath(fact.element)
  owners.set(type, evaluate)
  const [value] = evaluate(resource)
  const reference = isObject(value) ? value.reference : undefined
  const target = typeof reference === 'string' ? targetOf(reference) : undefined
  return target?.type === 'Patient' ? target.id : null
}

const sensitive = new Set(sensitiveLabels)

const isSensitive = (resource: Resource): boolean => {
  const labels = resource.meta?.security
  return (
    Array.isArray(labels) && labels.some(label => sensitive.has(`${label?.system}|${label?.code}`))
  )
}

const isDirectory = (resource: Resource): boolean => {
  const profiles = resource.meta?.profile
  return (
    Array.isArray(profiles) &&
    profiles.some(profile => typeof profile === 'string' && isPlanNetProfile(profile))
  )
}

/** `{"a","b"}`: PostgreSQL's text of an array. */
export const arrayLiteral = (items: readonly (string | null)[]): string =>
  `{${items.map(item => (item === null ? 'null' : `"${/["\\]/.test(item) ? item.replaceAll('\\', '\\\\').replaceAll('"', '\\"') : item}"`)).join(',')}}`
