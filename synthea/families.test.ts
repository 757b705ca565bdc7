// Families: the number that was asked for, one name and home each, dependants whose subscriber is on their own record.
import { expect, test } from 'vitest'
import { servableTo } from './checking/servable.ts'
import { childrenOf, referencesIn, textAt } from './checking/walk.ts'
import { familyMemberIds, makeFamilies } from './index.ts'

const wish = { seed: 'families', today: '2026-03-10', members: 40 }
const members = [...makeFamilies(wish)]
const familyOf = (id: string): string => id.replace(/-\d+$/, '')

test('as many members as were asked for, known by id before they are made, the same each time', () => {
  expect(members).toHaveLength(40)
  expect(familyMemberIds(wish)).toEqual(members.map(({ id }) => id))
  expect(JSON.stringify([...makeFamilies(wish)])).toBe(JSON.stringify(members))
  const fewer = familyMemberIds({ ...wish, members: 25 })
  expect(familyMemberIds(wish).slice(0, 25)).toEqual(fewer)
})

test('who is there already is passed over, and the others stay as they are', () => {
  const skipped = new Set(familyMemberIds(wish).slice(0, 37))
  const rest = [...makeFamilies(wish, id => skipped.has(id))]
  expect(JSON.stringify(rest)).toBe(JSON.stringify(members.slice(37)))
})

test('a family has one name, one home town and one member number; each person a number of their own', () => {
  const families = new Map<string, string>()
  const own = new Set<string>()
  for (const { id, resources } of members) {
    const [patient] = resources
    expect(patient?.id).toBe(id)
    const shared = JSON.stringify([
      textAt(patient, 'name', 'family'),
      textAt(patient, 'address', 'city'),
      textAt(patient, 'identifier', 'value'),
    ])
    expect(families.get(familyOf(id)) ?? shared).toBe(shared)
    families.set(familyOf(id), shared)
    const [, unique] = childrenOf(patient, 'identifier')
    own.add(textAt(unique, 'value') ?? '')
  }
  expect(families.size).toBeGreaterThan(8)
  expect(own.size).toBe(members.length)
})

test('spouses and children are dependants, and what their app is shown leads nowhere else', () => {
  const relationships = new Map<string, number>()
  for (const { id, resources } of members) {
    const coverage = resources.find(({ resourceType }) => resourceType === 'Coverage')
    const relationship = textAt(coverage, 'relationship', 'coding', 'code') ?? ''
    relationships.set(relationship, (relationships.get(relationship) ?? 0) + 1)
    const subscriber = textAt(coverage, 'subscriber', 'reference') ?? ''
    expect(subscriber.startsWith('RelatedPerson/')).toBe(relationship !== 'self')
    const servable = servableTo(`Patient/${id}`, resources)
    expect(resources.flatMap(referencesIn).filter(reference => !servable.has(reference))).toEqual(
      [],
    )
  }
  expect([...relationships.keys()].sort()).toEqual(['child', 'self', 'spouse'])
})

test('no two resources of all members have the same id', () => {
  const names = members.flatMap(({ resources }) =>
    resources.map(({ resourceType, id }) => `${resourceType}/${id}`),
  )
  expect(new Set(names).size).toBe(names.length)
})
