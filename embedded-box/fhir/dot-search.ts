// Aidbox's dot search on its own resources: `.type=smart-app`, `.details.owner=x`, `.client.id=x` (contract: aidbox 8.3).
import { fail } from '../errors.ts'
import type { Condition } from './condition.ts'
import { splitAt, unescaped } from './search-text.ts'

const step = /^[A-Za-z_][A-Za-z0-9_-]*$/

/** Rows whose text has one of the values at the path; arrays on the way are looked through. */
export const dotSearch = (type: string, name: string, value: string): Condition => {
  const path = name.slice(1).split('.')
  if (path.length > 10 || !path.every(part => step.test(part)))
    throw fail('not-supported', `"${name.slice(0, 100)}" is not a dot path of ${type}.`)
  if (value === '') throw fail('value', `"${name}" has no value.`, { status: 400 })
  const values = splitAt(value, ',').map(unescaped)
  const tests = values.flatMap(wanted => [
    test(path, JSON.stringify(wanted)),
    ...(isLiteral(wanted) ? [test(path, wanted)] : []),
    ...inReference(path, wanted),
  ])
  return ({ row, bind }) =>
    tests
      .map(expression => `jsonb_path_exists(${row}.body::jsonb, ${bind(expression)}::jsonpath)`)
      .join(' or ')
}

const test = (path: readonly string[], literal: string): string =>
  `$${path.map(part => `.${JSON.stringify(part)}`).join('')} ? (@ == ${literal})`

const isLiteral = (text: string): boolean => /^(true|false|-?\d{1,15}(\.\d{1,10})?)$/.test(text)

/** In Aidbox format a reference has `id` and `resourceType`; the stored text has FHIR's `reference`. */
const inReference = (path: readonly string[], wanted: string): string[] => {
  const last = path.at(-1)
  if (path.length < 2 || (last !== 'id' && last !== 'resourceType')) return []
  if (!/^[A-Za-z0-9\-.]+$/.test(wanted)) return []
  const quoted = wanted.replaceAll('.', '\\.')
  const pattern = last === 'id' ? `^[A-Za-z]+/${quoted}$` : `^${quoted}/`
  const parent = path.slice(0, -1).map(part => `.${JSON.stringify(part)}`)
  return [`$${parent.join('')}."reference" ? (@ like_regex ${JSON.stringify(pattern)})`]
}
