// docs/conformance.md says what the expected-results files say, and no file is left over or missing.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readExpected, textOf } from './expected.ts'
import { gemfileFolder } from './gems.ts'
import { kitsIn, report } from './report.ts'
import { suitePlans } from './suites.ts'

const folder = join(import.meta.dirname, 'expected')
const document = join(import.meta.dirname, '..', 'docs', 'conformance.md')
const kits = kitsIn(readFileSync(join(gemfileFolder, 'Gemfile.lock'), 'utf8'))

test('every suite that is run has its expected results, and only those have', () => {
  const names = readdirSync(folder).map(file => file.replace(/\.json$/, ''))
  expect(names.toSorted()).toEqual(suitePlans.map(({ name }) => name).toSorted())
})

test('docs/conformance.md is what the expected results say', () => {
  expect(existsSync(document)).toBe(true)
  const records = suitePlans.flatMap(({ name }) => readExpected(name) ?? [])
  expect(readFileSync(document, 'utf8')).toBe(report(records, kits))
})

test('an expected-results file is written as the tool writes it', () => {
  for (const { name } of suitePlans) {
    const record = readExpected(name)
    const text = readFileSync(join(folder, `${name}.json`), 'utf8')
    expect(record && textOf(record)).toBe(text)
  }
})

test('every test that did not pass has a reason', () => {
  const silent = suitePlans.flatMap(({ name }) =>
    Object.entries(readExpected(name)?.notPassed ?? {})
      .filter(([, { reason }]) => reason.trim() === '')
      .map(([id]) => `${name}: ${id}`),
  )
  expect(silent).toEqual([])
})

test('the report names the kits in the versions of the lock file', () => {
  expect(kits).toContainEqual({ name: 'inferno_core', version: '0.5.4' })
  expect(kits).toHaveLength(8)
})
