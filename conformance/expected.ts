// The expected-results files, one a suite: read and written here only.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SuiteRecord } from './record.ts'

const folder = join(import.meta.dirname, 'expected')
const fileOf = (name: string): string => join(folder, `${name}.json`)

/** What is expected of a suite; undefined when nobody has written it down. */
export const readExpected = (name: string): SuiteRecord | undefined =>
  existsSync(fileOf(name)) ? JSON.parse(readFileSync(fileOf(name), 'utf8')) : undefined

/** Writes the record down as what is expected from now on. */
export const writeExpected = (record: SuiteRecord): void => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(fileOf(record.name), textOf(record))
}

/** As it stands in the file. */
export const textOf = (record: SuiteRecord): string => `${JSON.stringify(record, null, 2)}\n`
