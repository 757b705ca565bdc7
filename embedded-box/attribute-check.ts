// Is every attribute of one of Aidbox's own resources known, of its kind, within its values, and there if it must be?
import type { Resource } from '../vocabulary/aidbox.ts'
import type { Issue } from '../vocabulary/outcome.ts'
import { type Attribute, attributeAt, attributesBelow } from './attributes.ts'
import { isObject } from './json.ts'

/** One issue for each attribute that is wrong; the expression is its path. */
export const attributeFaults = (resource: Resource): Issue[] => {
  const faults: Issue[] = []
  const report: Report = (expression, diagnostics) =>
    faults.push({ severity: 'error', code: 'invalid', expression: [expression], diagnostics })
  checkObject(resource, resource.resourceType, '', resource.resourceType, report)
  return faults
}

type Report = (expression: string, diagnostics: string) => unknown

/** What every resource has besides its own attributes; FHIR's, free of our checks but for their kind. */
const ofEveryResource: Record<string, (value: unknown) => boolean> = {
  resourceType: value => typeof value === 'string',
  id: value => typeof value === 'string' && /^[A-Za-z0-9\-._]{1,64}$/.test(value),
  meta: isObject,
  text: isObject,
  language: value => typeof value === 'string',
  implicitRules: value => typeof value === 'string',
  contained: Array.isArray,
  extension: value => Array.isArray(value) && value.every(isExtension),
}

const ofMeta = new Set([
  'id',
  'versionId',
  'lastUpdated',
  'source',
  'profile',
  'security',
  'tag',
  'extension',
])

const checkObject = (
  value: Record<string, unknown>,
  type: string,
  path: string,
  at: string,
  report: Report,
): void => {
  for (const [key, item] of Object.entries(value)) {
    const here = `${at}.${key}`
    const attribute = attributeAt(type, path ? `${path}.${key}` : key) ?? choice(type, path, key)
    const common = path === '' && Object.hasOwn(ofEveryResource, key) && ofEveryResource[key]
    if (attribute)
      checkAttribute(item, attribute, type, path ? `${path}.${key}` : key, here, report)
    else if (key === 'extension' && ofEveryResource.extension?.(item)) continue
    else if (!common) report(here, `${here} is no attribute of ${type}: leave it out`)
    else if (!common(item)) report(here, `${here} is not what FHIR has there`)
    else if (key === 'meta' && isObject(item)) checkMeta(item, here, report)
  }
  for (const [name, { cardinality }] of attributesBelow(type, path))
    if (cardinality.startsWith('1') && value[name] === undefined)
      report(`${at}.${name}`, `${at}.${name} is missing`)
}

const checkMeta = (meta: Record<string, unknown>, at: string, report: Report): void => {
  for (const [key, item] of Object.entries(meta)) {
    if (!ofMeta.has(key))
      report(`${at}.${key}`, `${at}.${key} is no attribute of meta: leave it out`)
    else if (key === 'extension' && !(Array.isArray(item) && item.every(isExtension)))
      report(`${at}.${key}`, `${at}.${key} is a list of {url, value[x]}`)
  }
}

const isExtension = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.url === 'string' &&
  Object.keys(value).every(key => /^(url|id|extension|value[A-Z]\w*)$/.test(key)) &&
  Object.keys(value).filter(key => key.startsWith('value')).length <= 1

/** `value[x]` in the table stands for `valueUrl`, `valueString`, … */
const choice = (type: string, path: string, key: string): Attribute | undefined => {
  const [, base] = /^([a-z]+)[A-Z]\w*$/.exec(key) ?? []
  return base ? attributeAt(type, path ? `${path}.${base}[x]` : `${base}[x]`) : undefined
}

const checkAttribute = (
  value: unknown,
  attribute: Attribute,
  type: string,
  path: string,
  at: string,
  report: Report,
): void => {
  const repeats = attribute.cardinality.endsWith('*')
  if (repeats !== Array.isArray(value) && attribute.type !== 'Object') {
    report(at, `${at} is ${repeats ? 'a list' : 'one value, not a list'}`)
    return
  }
  const items = Array.isArray(value) ? value : [value]
  for (const [index, item] of items.entries())
    checkValue(item, attribute, type, path, Array.isArray(value) ? `${at}[${index}]` : at, report)
}

const checkValue = (
  value: unknown,
  attribute: Attribute,
  type: string,
  path: string,
  at: string,
  report: Report,
): void => {
  const kind = kinds[attribute.type]
  if (kind && !kind.test(value)) report(at, `${at} is ${kind.words}`)
  else if (attribute.type === 'BackboneElement' && isObject(value))
    checkObject(value, type, path, at, report)
  else if (attribute.enum && !attribute.enum.some(allowed => allowed === value))
    report(at, `${at} is one of ${attribute.enum.join(', ')}`)
  else if (attribute.type === 'Reference' && attribute.ref && isObject(value))
    checkTarget(value.reference, attribute.ref, at, report)
}

const checkTarget = (
  reference: unknown,
  allowed: readonly string[],
  at: string,
  report: Report,
): void => {
  if (reference === undefined) return
  const [, target] = /^([A-Z][A-Za-z]*)\/[A-Za-z0-9\-._]+$/.exec(String(reference)) ?? []
  if (!target || !allowed.includes(target))
    report(at, `${at} refers to one of ${allowed.join(', ')}, as Type/id`)
}

interface Kind {
  test: (value: unknown) => boolean
  words: string
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.length > 0
const textKind: Kind = { test: isText, words: 'a text that is not empty' }
const objectKind: Kind = { test: isObject, words: 'an object' }
const urlKind: Kind = {
  test: value => typeof value === 'string' && /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(value),
  words: 'an absolute URL without spaces',
}
const timeKind = (pattern: RegExp, words: string): Kind => ({
  test: value => typeof value === 'string' && pattern.test(value),
  words,
})

const kinds: Record<string, Kind> = {
  boolean: { test: value => typeof value === 'boolean', words: 'true or false' },
  integer: { test: Number.isSafeInteger, words: 'a whole number' },
  unsignedInt: {
    test: value => Number.isSafeInteger(value) && Number(value) >= 0,
    words: 'a whole number, not below zero',
  },
  decimal: { test: value => typeof value === 'number', words: 'a number' },
  string: textKind,
  code: textKind,
  markdown: textKind,
  uri: urlKind,
  url: urlKind,
  canonical: urlKind,
  sha256Hash: textKind,
  password: textKind,
  base64Binary: textKind,
  date: timeKind(/^\d{4}(-\d\d(-\d\d)?)?$/, 'a date'),
  dateTime: timeKind(
    /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?)?)?$/,
    'a dateTime',
  ),
  instant: timeKind(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/, 'an instant'),
  Reference: {
    test: value =>
      isObject(value) &&
      Object.keys(value).every(key =>
        /^(reference|type|identifier|display|id|extension)$/.test(key),
      ),
    words: 'a reference: {reference: "Type/id"} or {resourceType, id}',
  },
  BackboneElement: objectKind,
  Object: objectKind,
  Resource: objectKind,
  Identifier: objectKind,
  CodeableConcept: objectKind,
  ContactDetail: objectKind,
  Period: objectKind,
  UsageContext: objectKind,
}
