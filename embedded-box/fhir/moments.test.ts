// Dates as spans: precision, zones, open periods, and what is no date.
import { expect, test } from 'vitest'
import { spanOf, spansOf } from './moments.ts'

const iso = (text: string) => {
  const span = spanOf(text)
  return span && [new Date(span.lo).toISOString(), new Date(span.hi).toISOString()]
}

test.each([
  ['2024', '2024-01-01T00:00:00.000Z', '2024-12-31T23:59:59.999Z'],
  ['2024-02', '2024-02-01T00:00:00.000Z', '2024-02-29T23:59:59.999Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z', '2024-02-29T23:59:59.999Z'],
  ['2024-12-31T23:30', '2024-12-31T23:30:00.000Z', '2024-12-31T23:30:59.999Z'],
  ['2024-01-01T00:30:00+02:00', '2023-12-31T22:30:00.000Z', '2023-12-31T22:30:00.999Z'],
  ['2024-01-01T00:00:00.1234567Z', '2024-01-01T00:00:00.123Z', '2024-01-01T00:00:00.123Z'],
  ['0099-01-01', '0099-01-01T00:00:00.000Z', '0099-01-01T23:59:59.999Z'],
])('%s lasts from %s to %s', (text, from, to) => {
  expect(iso(text)).toEqual([from, to])
})

test.each([
  '',
  'yesterday',
  '2024-13',
  '2024-02-30',
  '2023-02-29',
  '2024-01-01T25:00:00Z',
  '2024-1-1',
  '20240101',
])('"%s" is no date', text => {
  expect(spanOf(text)).toBeUndefined()
})

test('a period without an end has none, and a timing is all of its events', () => {
  const [open] = spansOf({ start: '2024-01-01' })
  expect(open?.hi).toBeGreaterThan(Date.parse('9999-12-31'))
  expect(
    spansOf({
      event: ['2024-01-01', '2024-03-01'],
      repeat: { boundsPeriod: { start: '2024-01-01', end: '2024-04-01' } },
    }),
  ).toHaveLength(3)
  expect(spansOf({})).toEqual([])
})
