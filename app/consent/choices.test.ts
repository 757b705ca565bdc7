// From scopes to tick boxes and back.
import { describe, expect, test } from 'vitest'
import { endOf, needsPatient, offerOf, providedScopes } from './choices.ts'

const offered = [
  'launch/patient',
  'openid',
  'fhirUser',
  'offline_access',
  'patient/Observation.rs?category=laboratory',
  'patient/Coverage.read',
  'patient/Coverage.rs',
  'user/Coverage.read',
  'patient/Patient.read',
]
const offer = offerOf(offered, 'en')

describe('the boxes a member can tick', () => {
  test('each kind of data is one box, in the order a member reads them', () => {
    expect(offer.data.map(choice => [choice.key, choice.scopes.length])).toEqual([
      ['patient/Patient.read', 1],
      ['patient/Coverage.read patient/Coverage.rs user/Coverage.read', 3],
      ['patient/Observation.rs?category=laboratory', 1],
    ])
    expect(offer.data[2]?.words).toMatch(/^Your test results.*\(only: laboratory results\)$/)
  })

  test('identity is one box, offline access is one, launch/patient has none', () => {
    expect(offer.identity?.scopes).toEqual(['openid', 'fhirUser'])
    expect(offer.offline?.scopes).toEqual(['offline_access'])
    expect(offer.silent).toEqual(['launch/patient'])
  })

  test('the page speaks Spanish to who reads Spanish', () => {
    expect(offerOf(offered, 'es').data[1]?.words).toBe('Su cobertura de seguro')
  })
})

describe('what the ticks give', () => {
  const coverage = 'patient/Coverage.read patient/Coverage.rs user/Coverage.read'
  test('an unticked kind of data is left out, the rest stays as it was asked', () => {
    expect(
      providedScopes(offer, ['openid fhirUser', coverage, 'offline_access'], 'days-90'),
    ).toEqual([
      'patient/Coverage.read',
      'patient/Coverage.rs',
      'user/Coverage.read',
      'openid',
      'fhirUser',
      'offline_access',
      'launch/patient',
    ])
  })

  test('this time only leaves out offline access though it is ticked', () => {
    expect(providedScopes(offer, [coverage, 'offline_access'], 'once')).not.toContain(
      'offline_access',
    )
  })

  test('a kind of data that was not offered is refused', () => {
    expect(providedScopes(offer, [coverage, 'patient/Condition.read'], 'days-90')).toBeUndefined()
  })

  const observations = offerOf(
    ['patient/Observation.read', 'patient/Observation.rs', 'patient/Observation.r?category=survey'],
    'en',
  )
  const whole = 'patient/Observation.read patient/Observation.rs'
  const laboratory = 'http://terminology.hl7.org/CodeSystem/observation-category|laboratory'
  const vitals = 'http://terminology.hl7.org/CodeSystem/observation-category|vital-signs'

  test('a kind of data of which parts are ticked is shared in these parts, in letters', () => {
    const parts = [`Observation ${laboratory}`, `Observation ${vitals}`]
    expect(providedScopes(observations, [whole], 'days-90', parts)).toEqual([
      `patient/Observation.rs?category=${laboratory}`,
      `patient/Observation.rs?category=${vitals}`,
    ])
  })

  test('parts of what is not ticked give nothing, and parts that were not offered are refused', () => {
    const survey = 'patient/Observation.r?category=survey'
    const part = `Observation ${laboratory}`
    expect(providedScopes(observations, [survey], 'days-90', [part])).toEqual([survey])
    expect(providedScopes(observations, [whole], 'days-90', ['Observation x|y'])).toBeUndefined()
    expect(providedScopes(offer, [coverage], 'days-90', [part])).toBeUndefined()
  })

  test('offline access alone is a no', () => {
    expect(providedScopes(offer, ['offline_access'], 'days-90')).toEqual([])
    expect(providedScopes(offer, [], 'days-90')).toEqual([])
  })
})

test('a yes ends when its access token does, after 90 days, or after 13 months', () => {
  const now = new Date('2026-11-22T10:00:00Z')
  expect(endOf('once', now, 1800).toISOString()).toBe('2026-11-22T10:31:00.000Z')
  expect(endOf('days-90', now, 1800).toISOString()).toBe('2027-02-20T10:00:00.000Z')
  expect(endOf('months-13', now, 1800).toISOString()).toBe('2027-12-22T10:00:00.000Z')
})

test('an app that asks only who signs in needs no patient', () => {
  expect(needsPatient(['openid', 'profile', 'offline_access'])).toBe(false)
  expect(needsPatient(['openid', 'user/Coverage.rs'])).toBe(true)
  expect(needsPatient(['launch/patient'])).toBe(true)
})
