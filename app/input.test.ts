// What is wrong with a request is said by field, in words that tell what to do.
import { expect, test } from 'vitest'
import { OperationError } from './errors.ts'
import { checker } from './input.ts'

const parse = checker<{ name: string; kind: 'a' | 'b'; tags?: string[] }>(
  {
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 5 },
      kind: { type: 'string', enum: ['a', 'b'] },
      tags: { type: 'array', items: { type: 'string' }, nullable: true },
    },
    required: ['name', 'kind'],
    additionalProperties: false,
  },
  { name: 'Application Name' },
)
const issuesOf = (input: unknown) => {
  try {
    parse(input)
    return []
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    return error.outcome.issue.map(({ expression, diagnostics }) => [expression?.[0], diagnostics])
  }
}

test('good input comes back without blanks around it', () => {
  expect(parse({ name: '  ab ', kind: 'a' })).toEqual({ name: 'ab', kind: 'a' })
})

test('a password keeps its blanks', () => {
  const password = checker<{ password: string }>({
    type: 'object',
    properties: { password: { type: 'string' } },
    required: ['password'],
  })
  expect(password({ password: ' a ' })).toEqual({ password: ' a ' })
})

test.each<[unknown, string, string]>([
  [{ kind: 'a' }, 'name', 'Application Name is missing.'],
  [{ name: '   ', kind: 'a' }, 'name', 'Application Name is empty: fill it in.'],
  [{ name: 'abcdef', kind: 'a' }, 'name', 'Application Name is too long: 5 characters at most.'],
  [{ name: 1, kind: 'a' }, 'name', 'Application Name must be of type string.'],
  [{ name: 'a', kind: 'c' }, 'kind', 'kind has a value that is not offered.'],
  [{ name: 'a', kind: 'a', x: 1 }, 'x', 'x is not a field of this request: leave it out.'],
  [
    { name: 'a\u0007', kind: 'a' },
    'name',
    'Application Name contains a character that is not text: remove it.',
  ],
  [
    { name: 'a', kind: 'a', tags: ['\ud800'] },
    'tags',
    'tags contains a character that is not text: remove it.',
  ],
  [{ name: 'a', kind: 'a', tags: [1] }, 'tags.0', 'tags.0 must be of type string.'],
])('%j is refused naming the field', (input, field, words) => {
  expect(issuesOf(input)).toContainEqual([field, words])
})

test('all faults come at once', () => {
  expect(issuesOf({ x: 1 })).toHaveLength(3)
})

test.each([undefined, null, 'text', 7, []])('%j is not an object', input => {
  expect(issuesOf(input)[0]?.[1]).toBe('Send a JSON object as body.')
})
