// Every row of the security test list has a test, and the committed table names each of them.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { namedTests, securityRows, table } from './security-rows.ts'

const rows = securityRows()
const tests = namedTests()

test('the list of security rows is there', () => {
  expect(rows.length).toBeGreaterThanOrEqual(103)
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
})

test('every security row has a test whose name begins with its id', () => {
  const covered = new Set(tests.flatMap(({ ids }) => ids))
  expect(rows.filter(({ id }) => !covered.has(id)).map(({ id }) => id)).toEqual([])
})

test('no test claims a row that is not in the list', () => {
  const known = new Set(rows.map(({ id }) => id))
  expect(tests.filter(({ ids }) => ids.some(id => !known.has(id)))).toEqual([])
})

test('docs/security-tests.md is up to date and shows nothing that failed (npm run security-table)', () => {
  const text = readFileSync(table, 'utf8')
  expect([...text.matchAll(/^\| ([A-Z]\d+) \|/gm)].map(([, id]) => id)).toEqual(
    rows.map(({ id }) => id),
  )
  expect(text).not.toMatch(/\| (failed|skipped|none) \|/)
  const missing = tests.filter(
    ({ title, file }) => !(text.includes(file) && written(title).test(text)),
  )
  expect(missing).toEqual([])
})

/** A title as it appears in the table: placeholders are filled, bars escaped. */
const written = (title: string): RegExp =>
  new RegExp(
    title
      .replaceAll("\\'", "'")
      .split(/%[sdi]|\$\w+|\$\{[^}]*\}/)
      .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*'),
  )
