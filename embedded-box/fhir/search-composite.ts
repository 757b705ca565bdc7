// Composite search: two values that belong together, asked for together: `code-value-quantity=http://loinc.org|2339-0$gt5.4`.
import { fail } from '../errors.ts'
import { any, type Condition } from './condition.ts'
import { normalise } from './keys.ts'
import { fieldMarkSql, type PartKind, partMarkSql } from './measures.ts'
import { relativeTo } from './references.ts'
import { spanTest } from './search-dates.ts'
import { type FieldTest, numberTest, quantityTest, someValue } from './search-measures.ts'
import { splitAt, unescaped } from './search-text.ts'
import type { Asked } from './search-values.ts'

/** One of the values, each of its parts. */
export const composite = (asked: Asked): Condition =>
  any(asked.values.map(value => together(asked, value)))

const together = (asked: Asked, value: string): Condition => {
  const { name, parts } = asked.parameter
  const label = `${asked.type}.${name}`
  const given = splitAt(value, '$')
  if (given.length !== parts.length || given.includes(''))
    throw fail(
      'value',
      `${label} takes ${parts.length} values with $ between them (${parts.map(({ kind }) => kind).join('$')}).`,
      { status: 400, expression: [name] },
    )
  const tests = parts.map(({ kind }, index) => partTests[kind](asked, label, given[index] ?? ''))
  return someValue(name, (_, bind) =>
    tests
      .map((test, index) => {
        // a composite's text is cut at its parts first, each part at its fields
        const part = `split_part(substr(s, ${name.length + 2}), ${partMarkSql}, ${index + 1})`
        return test(field => `split_part(${part}, ${fieldMarkSql}, ${field})`, bind)
      })
      .map(test => `(${test})`)
      .join(' and '),
  )
}

const partTests: Record<PartKind, (asked: Asked, label: string, value: string) => FieldTest> = {
  token: (_asked, _label, value) => {
    const [first = '', second] = splitAt(value, '|').map(unescaped)
    if (second === undefined) return (at, bind) => `${at(2)} = ${bind(first)}`
    return (at, bind) =>
      `${at(1)} = ${bind(first)}${second === '' ? '' : ` and ${at(2)} = ${bind(second)}`}`
  },
  quantity: (_asked, label, value) => quantityTest(label, value),
  number: (_asked, label, value) => numberTest(label, unescaped(value)),
  date: (asked, label, value) => spanTest(label, unescaped(value), asked.now),
  string: (_asked, _label, value) => (at, bind) =>
    `starts_with(${at(1)}, ${bind(normalise(unescaped(value)))})`,
  reference: (asked, _label, value) => (at, bind) =>
    `${at(1)} = ${bind(relativeTo(asked.base, unescaped(value)))}`,
}
