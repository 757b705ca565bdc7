// The two formats: what a policy sees and what the store keeps, there and back.
import { expect, test } from 'vitest'
import { toAidbox, toFhir } from './aidbox-format.ts'

const grant = {
  resourceType: 'Grant',
  id: 'g1',
  user: { reference: 'User/u1' },
  patient: { reference: 'Patient/p1', display: 'Ann' },
  'provided-scope': ['openid'],
  meta: {
    versionId: '3',
    extension: [
      { url: 'https://aidbox.app/ex/createdAt', valueInstant: '2026-01-01T00:00:00Z' },
      { url: 'x', valueBoolean: true },
      { url: 'y', valueReference: { reference: 'User/u1' } },
    ],
  },
}

test('references and extension values change their form, and come back as they were', () => {
  const aidbox = toAidbox(grant)
  expect(aidbox).toMatchObject({
    user: { resourceType: 'User', id: 'u1' },
    patient: { resourceType: 'Patient', id: 'p1', display: 'Ann' },
    meta: {
      createdAt: '2026-01-01T00:00:00Z',
      extension: [
        { url: 'x', value: { boolean: true } },
        { url: 'y', value: { Reference: { resourceType: 'User', id: 'u1' } } },
      ],
    },
  })
  expect(toFhir(aidbox)).toEqual(grant)
})

test('what is free-form stays as its owner wrote it', () => {
  const client = {
    resourceType: 'Client',
    details: { owner: { reference: 'User/u1' }, extension: [{ url: 'x', valueCode: 'y' }] },
  }
  expect(toAidbox(client)).toEqual(client)
  const policy = { resourceType: 'AccessPolicy', link: [{ resourceType: 'Client', id: 'c' }] }
  expect(toFhir(policy)).toEqual({
    resourceType: 'AccessPolicy',
    link: [{ reference: 'Client/c' }],
  })
})

test('a resource in FHIR format is not changed by being made FHIR', () => {
  expect(toFhir(grant)).toEqual(grant)
})

test('references inside an incoming FHIR resource are shown to policies in Aidbox format', () => {
  expect(
    toAidbox({ resourceType: 'Observation', subject: { reference: 'Patient/p1' } }).subject,
  ).toEqual({ resourceType: 'Patient', id: 'p1' })
  expect(toAidbox({ resourceType: 'Observation', subject: { reference: '#p' } }).subject).toEqual({
    localRef: 'p',
  })
})
