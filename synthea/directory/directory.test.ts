// The provider directory: public, so nothing of the claims side may be in it; and large enough to try every search.
import { expect, test } from 'vitest'
import type { Resource } from '../../vocabulary/aidbox.ts'
import { directoryProfiles } from '../../vocabulary/profiles.ts'
import { childrenOf, codesIn, datesIn, referencesIn, textAt } from '../checking/walk.ts'
import { systems } from '../codes/systems.ts'
import { makeDirectory } from '../index.ts'
import { isNpi } from '../npi.ts'

const today = '2026-03-10'
const directory = makeDirectory({ today })
const ofType = (type: string): Resource[] =>
  directory.filter(({ resourceType }) => resourceType === type)

test('the directory is the same each time, and its ids do not depend on the day', () => {
  expect(JSON.stringify(makeDirectory({ today }))).toBe(JSON.stringify(directory))
  const later = makeDirectory({ today: '2027-08-01' })
  expect(later.map(({ id }) => id)).toEqual(directory.map(({ id }) => id))
})

test('every resource claims a Plan-Net profile of its type and no other', () => {
  for (const { resourceType, meta } of directory) {
    expect(meta?.profile).toHaveLength(1)
    expect(directoryProfiles[resourceType]).toContain(meta?.profile?.[0])
    expect(meta?.lastUpdated).toBeDefined()
  }
})

test('no tax id, no member and no claim is in the directory', () => {
  const text = JSON.stringify(directory)
  expect(text).not.toContain('"TAX"')
  expect(text).not.toContain(systems.taxId)
  expect(text).not.toContain('Patient/')
  expect(Object.keys(directoryProfiles)).toEqual(
    expect.arrayContaining([...new Set(directory.map(({ resourceType }) => resourceType))]),
  )
})

test('provider numbers are right and belong to one provider each', () => {
  const numbers = directory.flatMap(resource =>
    childrenOf(resource, 'identifier')
      .filter(identifier => textAt(identifier, 'system') === systems.npi)
      .map(identifier => textAt(identifier, 'value') ?? ''),
  )
  expect(numbers.length).toBeGreaterThan(150)
  expect(numbers.filter(number => !isNpi(number))).toEqual([])
  expect(new Set(numbers).size).toBe(numbers.length)
})

test('telephone numbers are of the range kept for fiction', () => {
  const phones = directory.flatMap(resource => JSON.stringify(resource).match(/\+1-[^"]+/g) ?? [])
  expect(phones.length).toBeGreaterThan(300)
  expect(phones.filter(phone => !/^\+1-\d{3}-555-01\d\d$/.test(phone))).toEqual([])
})

test('every reference points into the directory, and ids are unique', () => {
  const ids = new Set(directory.map(({ resourceType, id }) => `${resourceType}/${id}`))
  expect(ids.size).toBe(directory.length)
  expect(directory.flatMap(referencesIn).filter(reference => !ids.has(reference))).toEqual([])
})

test('apart from endpoints and the plan they belong to, a resource stands after those it points at', () => {
  const seen = new Set(['Organization/directory-example-health-plan'])
  for (const resource of directory) {
    for (const reference of referencesIn(resource)) expect(seen).toContain(reference)
    seen.add(`${resource.resourceType}/${resource.id}`)
  }
})

test('codes come from systems on the list, and nothing but the holidays lies ahead', () => {
  const known = new Set<string>(Object.values(systems))
  expect(directory.flatMap(codesIn).filter(({ system }) => !known.has(system))).toEqual([])
  const late = directory.flatMap(datesIn).filter(({ day }) => day > today)
  expect(late.every(({ day }) => day.endsWith('-12-24') || day.endsWith('-12-31'))).toBe(true)
})

test('there is enough of everything to try each search', () => {
  expect(ofType('Practitioner')).toHaveLength(500)
  expect(ofType('PractitionerRole').length).toBeGreaterThan(500)
  expect(ofType('Organization').length).toBeGreaterThanOrEqual(40)
  const networks = ofType('Organization').filter(
    each => textAt(each, 'type', 'coding', 'code') === 'ntwk',
  )
  expect(networks).toHaveLength(2)
  for (const type of ['Endpoint', 'InsurancePlan']) expect(ofType(type)).toHaveLength(2)
  const cities = new Set(ofType('Location').map(each => textAt(each, 'address', 'city')))
  expect(cities.size).toBeGreaterThan(5)
  const accepting = JSON.stringify(ofType('PractitionerRole'))
  for (const code of ['newpt', 'nopt', 'existptonly']) expect(accepting).toContain(`"${code}"`)
  const languages = ofType('Practitioner').flatMap(each => childrenOf(each, 'communication'))
  expect(new Set(languages.map(each => textAt(each, 'text'))).size).toBe(4)
})

test('nobody says which patients they take: the guide’s invariant refuses it as written', () => {
  expect(JSON.stringify(directory)).not.toContain('characteristics')
})

test('any number of professionals can be asked for', () => {
  for (const practitioners of [7, 1200]) {
    const other = makeDirectory({ today, practitioners })
    const counted = other.filter(({ resourceType }) => resourceType === 'Practitioner')
    expect(counted).toHaveLength(practitioners)
    const names = new Set(other.map(({ resourceType, id }) => `${resourceType}/${id}`))
    expect(names.size).toBe(other.length)
  }
})
