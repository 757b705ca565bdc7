// Which language a mail is written in.
import { expect, test } from 'vitest'
import { languageOfBrowser, languageOfPatient, languageOfUser } from './language.ts'

test.each([
  ['es-MX,es;q=0.9,en;q=0.8', 'es'],
  ['en;q=0.5, es;q=0.9', 'es'],
  ['fr-FR,fr;q=0.9,en;q=0.7', 'en'],
  ['es;q=0', undefined],
  ['fr', undefined],
  ['', undefined],
  [undefined, undefined],
])('a browser that asks for %j is written to in %j', (header, language) => {
  expect(languageOfBrowser(header)).toBe(language)
})

test('a member is written to in the preferred language of their record, else in the first', () => {
  const speaks = (code: string, preferred?: boolean) => ({
    language: { coding: [{ system: 'urn:ietf:bcp:47', code }] },
    ...(preferred === undefined ? {} : { preferred }),
  })
  const patient = (...communication: object[]) => ({ resourceType: 'Patient', communication })
  expect(languageOfPatient(patient(speaks('en-US'), speaks('es', true)))).toBe('es')
  expect(languageOfPatient(patient(speaks('es-PR')))).toBe('es')
  expect(languageOfPatient(patient(speaks('fr')))).toBeUndefined()
  expect(languageOfPatient({ resourceType: 'Patient' })).toBeUndefined()
})

test('an account says its own language', () => {
  expect(languageOfUser({ preferredLanguage: 'es-419' })).toBe('es')
  expect(languageOfUser({})).toBeUndefined()
  expect(languageOfUser(undefined)).toBeUndefined()
})
