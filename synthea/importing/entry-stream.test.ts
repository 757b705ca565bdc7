// Entries come out of a file as they went in, wherever its pieces are cut, and what is damaged is found out.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { readBundleFile } from './bundle-file.ts'
import { streamEntries } from './entry-stream.ts'

const folder = mkdtempSync(join(tmpdir(), 'entry-stream-'))
afterAll(() => rmSync(folder, { recursive: true }))

const path = join(folder, 'bundle.json')
const split = (text: string, pieceSize: number) => {
  writeFileSync(path, text)
  const stream = streamEntries(path, undefined, pieceSize)
  return { entries: [...stream.entries].map(each => JSON.parse(each)), rest: stream.rest() }
}

test('whatever stands in the entries, and however small the pieces, each comes out as it went in', () => {
  const bundle = fc.record({
    before: fc.jsonValue(),
    entry: fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 4 }),
    after: fc.record({ entry: fc.array(fc.jsonValue()) }),
  })
  fc.assert(
    fc.property(bundle, fc.integer({ min: 1, max: 40 }), fc.boolean(), (wanted, size, spaced) => {
      const { entries, rest } = split(JSON.stringify(wanted, null, spaced ? 2 : 0), size)
      expect(entries).toEqual(JSON.parse(JSON.stringify(wanted.entry)))
      expect(JSON.parse(rest)).toEqual({ ...JSON.parse(JSON.stringify(wanted)), entry: [] })
    }),
    { numRuns: 200 },
  )
})

test('letters of several bytes, escaped quotes and braces in text survive every cut', () => {
  const entry = [{ resource: { text: 'Müller {"[\\"]} \u{1F600} \\\\' } }, { resource: {} }]
  const text = JSON.stringify({ resourceType: 'Bundle', entry })
  for (let size = 1; size < 30; size++) expect(split(text, size).entries).toEqual(entry)
})

test.each([
  [
    'cut off in an entry',
    '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Pat',
    'is not JSON',
  ],
  ['cut off behind one', '{"resourceType":"Bundle","entry":[', 'is not JSON'],
  ['an entry that is no object', '{"resourceType":"Bundle","entry":[7]}', 'has no resource'],
  ['an empty entry', '{"resourceType":"Bundle","entry":[{}]}', 'has no resource'],
  ['entries that are no list', '{"resourceType":"Bundle","entry":{}}', 'not a FHIR Bundle'],
  ['another resource', '{"resourceType":"Patient","id":"x"}', 'not a FHIR Bundle'],
  ['no JSON at all', 'resourceType: Bundle', 'is not JSON'],
])('%s is named', (_what, text, cause) => {
  writeFileSync(path, text)
  expect(() => readBundleFile(path)).toThrow(cause)
})

test('a byte order mark is no trouble, and reading says how far it is', () => {
  writeFileSync(
    path,
    '\uFEFF{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"x"}}]}',
  )
  const progress: number[] = []
  expect(readBundleFile(path, done => progress.push(done))).toHaveLength(1)
  expect(progress.at(-1)).toBeGreaterThan(70)
})
