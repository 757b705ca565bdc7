// Sealed secrets: opened only for the Client they belong to, with a key that is still configured.
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { open, parseSealingKeys, seal } from './seal.ts'

const key = (id: string) => ({ id, key: randomBytes(32) })
const [first, second] = [key('k1'), key('k2')]

test('a sealed secret opens again, and never looks the same twice', () => {
  const [one, other] = [seal([first], 'app-1', 's3cret'), seal([first], 'app-1', 's3cret')]
  expect(one).not.toBe(other)
  expect(open([first], 'app-1', one)).toBe('s3cret')
  expect(one).not.toContain('s3cret')
})

test('a secret that was moved to another Client does not open', () => {
  expect(() => open([first], 'app-2', seal([first], 'app-1', 's3cret'))).toThrow()
})

test('after a key change old secrets stay readable, and new ones use the new key', () => {
  const old = seal([first], 'app-1', 's3cret')
  expect(open([second, first], 'app-1', old)).toBe('s3cret')
  expect(seal([second, first], 'app-1', 's3cret').startsWith('k2.')).toBe(true)
  expect(() => open([second], 'app-1', old)).toThrow('k1')
})

test.each([0, 1, 2])('a sealed secret with an altered part %i does not open', part => {
  const parts = seal([first], 'app-1', 's3cret').split('.')
  const text = parts[part] ?? ''
  parts[part] = (text.startsWith('A') ? 'B' : 'A') + text.slice(1)
  expect(() => open([first], 'app-1', parts.join('.'))).toThrow()
})

test('faulty keys are all named, and their content is not', () => {
  const short = randomBytes(16).toString('base64')
  const long = randomBytes(32).toString('base64')
  const { faults } = parseSealingKeys(`a:${short},b c:${long},d:${long},d:${long}`)
  expect(faults).toHaveLength(3)
  expect(faults.join(' ')).not.toContain(short)
})
