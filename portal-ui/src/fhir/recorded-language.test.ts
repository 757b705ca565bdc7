// Which words of a record are marked as being in another language than the page.
import { expect, test } from 'vitest'
import { recordedLanguage } from './recorded-language.ts'

const condition = {
  resourceType: 'Condition',
  code: { coding: [{ code: 'E11', display: 'Type 2 diabetes' }] },
  category: [{ text: 'Problem' }],
}

test('on a Spanish page, what the record says in English is marked as English', () => {
  expect(recordedLanguage(condition, 'Type 2 diabetes', 'es')).toBe('en')
  expect(recordedLanguage(condition, 'Type 2 diabetes, Problem', 'es')).toBe('en')
})

test('words of the page itself are not', () => {
  expect(recordedLanguage(condition, 'Activo', 'es')).toBeUndefined()
  expect(recordedLanguage(condition, '', 'es')).toBeUndefined()
})

test('a record that says it is in Spanish needs no mark on a Spanish page, and one on an English page', () => {
  const spanish = { ...condition, language: 'es-US', code: { text: 'Diabetes tipo 2' } }
  expect(recordedLanguage(spanish, 'Diabetes tipo 2', 'es')).toBeUndefined()
  expect(recordedLanguage(spanish, 'Diabetes tipo 2', 'en')).toBe('es-US')
  expect(recordedLanguage(condition, 'Type 2 diabetes', 'en')).toBeUndefined()
})
