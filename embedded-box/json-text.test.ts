// Where a body stops being JSON, and how deep it goes.
import { expect, test } from 'vitest'
import { parseJson } from './body.ts'
import { faultPosition, nestingOf } from './json-text.ts'

test.each([
  ['{"a": x}', 1, 7],
  ['{"a": 1,}', 1, 9],
  ['{"a" 1}', 1, 6],
  ['[1, 2', 1, 6],
  ['', 1, 1],
  ['{"a":\n  tru}', 2, 3],
  ['{"a": "line\nbreak"}', 1, 12],
  ['{"a": "bad \\x"}', 1, 12],
  ['[1] 2', 1, 5],
  ['{"a": 01}', 1, 7],
  ["{'a': 1}", 1, 2],
  ['[1}', 1, 3],
])('%j is wrong at line %i, column %i', (text, line, column) => {
  expect(() => JSON.parse(text)).toThrow()
  expect(faultPosition(text)).toEqual({ line, column })
  expect(() => parseJson(text)).toThrow(`line ${line}, column ${column}`)
})

test('brackets in strings are not levels', () => {
  expect(nestingOf('{"a": "[[[[\\"[[", "b": [[1]]}')).toBe(3)
})

test('what is nested too deep is refused before it is parsed', () => {
  const deep = '['.repeat(200_000) + ']'.repeat(200_000)
  expect(() => parseJson(deep)).toThrow('nested deeper than 100')
})

test('a megabyte of a broken string does not exhaust the stack', () => {
  expect(() => parseJson(`{"a": "${'x'.repeat(1_000_000)}`)).toThrow('line 1, column 1000008')
})

test('U+0000 in a text is refused, naming the field; its escape written out is text', () => {
  expect(() => parseJson('{"name": [{"family": "a\\u0000b"}]}')).toThrow('U+0000')
  expect(parseJson('{"a": "\\\\u0000"}')).toEqual({ a: '\\u0000' })
})
