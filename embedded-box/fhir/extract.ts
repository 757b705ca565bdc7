// What searches look at, taken out of a resource when it is written: keys, texts, spans of dates.
import type { Resource } from '../../vocabulary/aidbox.ts'
import { isObject, type JsonObject } from '../json.ts'
import {
  codeKey,
  exactText,
  logicalKeys,
  normalise,
  normalText,
  prefixKeys,
  systemKey,
  targetKey,
  tokenText,
  typedKey,
} from './keys.ts'
import {
  cellKey,
  fieldsOf,
  measureMark,
  type PartKind,
  partMark,
  positionOf,
  positionText,
} from './measures.ts'
import { type Span, spansOf } from './moments.ts'
import { type Parameter, parametersOf } from './parameters.ts'
import { targetOf } from './references.ts'

export interface Extracted {
  keys: Set<string>
  texts: Set<string>
  /** Date parameter → its spans, in the resource's order. */
  spans: Map<string, Span[]>
}

/** Everything the table's parameters find in a resource. `_id` and `_lastUpdated` are columns of their own. */
export const extract = (resource: Resource): Extracted => {
  const found: Extracted = { keys: new Set(), texts: new Set(), spans: new Map() }
  for (const parameter of parametersOf(resource.resourceType).values()) {
    if (parameter.name === '_id' || parameter.name === '_lastUpdated') continue
    const values = parameter.evaluate(resource)
    if (values.length === 0) continue
    for (const value of values) collect[parameter.kind](found, parameter, value)
  }
  return found
}

type Collect = (found: Extracted, parameter: Parameter, value: unknown) => void

const token: Collect = (found, { name }, value) => {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') {
    found.keys.add(codeKey(name, String(value))).add(systemKey(name, '', String(value)))
    return
  }
  if (!isObject(value)) return
  if (Array.isArray(value.coding))
    for (const coding of value.coding) coded(found, name, coding, 'code')
  else if (typeof value.code === 'string') coded(found, name, value, 'code')
  else if (typeof value.value === 'string') {
    coded(found, name, value, 'value')
    identified(found, name, value, value.value)
  }
  words(found, name, value.text)
}

const coded = (found: Extracted, name: string, coding: unknown, element: 'code' | 'value') => {
  if (!isObject(coding)) return
  const code = coding[element]
  const system = typeof coding.system === 'string' ? coding.system : ''
  if (typeof code === 'string')
    found.keys.add(codeKey(name, code)).add(systemKey(name, system, code))
  words(found, name, coding.display)
}

/** Identifiers can also be asked for by their type. */
const identified = (
  found: Extracted,
  name: string,
  identifier: JsonObject,
  value: string,
): void => {
  if (!isObject(identifier.type)) return
  words(found, name, identifier.type.text)
  if (!Array.isArray(identifier.type.coding)) return
  for (const coding of identifier.type.coding)
    if (isObject(coding) && typeof coding.code === 'string')
      found.keys.add(typedKey(name, `${coding.system ?? ''}|${coding.code}`, value))
}

const words = (found: Extracted, name: string, text: unknown): void => {
  if (typeof text === 'string' && text !== '') found.texts.add(tokenText(name, normalise(text)))
}

const string: Collect = (found, { name }, value) => {
  for (const text of stringsOf(value)) {
    const normal = normalise(text)
    found.texts.add(normalText(name, normal)).add(exactText(name, text))
    for (const key of prefixKeys(name, normal)) found.keys.add(key)
  }
}

/** A string, or the parts of a HumanName or Address that FHIR searches. */
const stringsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  if (!isObject(value)) return []
  return stringParts
    .flatMap(part => value[part] ?? [])
    .filter((part): part is string => typeof part === 'string' && part !== '')
}
const stringParts = [
  ...['text', 'family', 'given', 'prefix', 'suffix'],
  ...['line', 'city', 'district', 'state', 'postalCode', 'country'],
]

const reference: Collect = (found, { name, targets }, value) => {
  if (typeof value === 'string') return canonical(found, name, value)
  if (!isObject(value)) return
  if (typeof value.reference === 'string') {
    const target = targetOf(value.reference)
    if (target && targets.length > 0 && !targets.includes(target.type)) return
    found.keys.add(targetKey(name, target ? `${target.type}/${target.id}` : value.reference))
  }
  if (isObject(value.identifier) && typeof value.identifier.value === 'string') {
    const { system } = value.identifier
    for (const key of logicalKeys(
      name,
      typeof system === 'string' ? system : '',
      value.identifier.value,
    ))
      found.keys.add(key)
  }
}

/** A canonical is found with and without its version. */
const canonical = (found: Extracted, name: string, url: string): void => {
  found.keys.add(targetKey(name, url))
  const bar = url.indexOf('|')
  if (bar > 0) found.keys.add(targetKey(name, url.slice(0, bar)))
}

const date: Collect = (found, { name }, value) => {
  const spans = spansOf(value)
  if (spans.length > 0) found.spans.set(name, [...(found.spans.get(name) ?? []), ...spans])
}

const uri: Collect = (found, { name }, value) => {
  if (typeof value === 'string') canonical(found, name, value)
}

const measured =
  (kind: PartKind): Collect =>
  (found, { name }, value) => {
    for (const fields of fieldsOf[kind](value)) found.texts.add(measureMark(name) + fields)
  }

/** More combinations than these are no measurement any more. */
const mostCombinations = 100

/** Every combination of its parts: several codings of one code each go with the value. */
const composite: Collect = (found, { name, parts }, value) => {
  if (!isObject(value)) return
  let combined: string[][] = [[]]
  for (const { kind, evaluate } of parts) {
    const own = evaluate(value).flatMap(fieldsOf[kind])
    combined = combined.flatMap(one => own.map(fields => [...one, fields]))
    if (combined.length > mostCombinations) combined.length = mostCombinations
  }
  for (const one of combined) found.texts.add(measureMark(name) + one.join(partMark))
}

/** The only special parameter is a place on earth. */
const special: Collect = (found, { name }, value) => {
  const position = positionOf(value)
  if (!position) return
  found.keys.add(cellKey(name, position))
  found.texts.add(positionText(name, position))
}

const collect: Record<Parameter['kind'], Collect> = {
  token,
  string,
  reference,
  date,
  uri,
  number: measured('number'),
  quantity: measured('quantity'),
  composite,
  special,
}
