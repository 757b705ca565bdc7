// The demo people's records: stable ids, whatever the day, and the link that lets the parent act for the child.
import { expect, test } from 'vitest'
import { referencesIn } from './checking/walk.ts'
import { demoRecords } from './index.ts'

const records = demoRecords({ today: '2026-03-10' })

test('the three demo Patients are complete and everything of theirs carries their id', () => {
  const patients = records.filter(({ resourceType }) => resourceType === 'Patient')
  expect(patients.map(({ id }) => id)).toEqual(['demo-member', 'demo-parent', 'demo-child'])
  for (const { id } of records) {
    expect(id).toMatch(/^demo-(member|parent|child)/)
    expect(id).toMatch(/^[A-Za-z0-9.-]{1,64}$/)
  }
  const names = new Set(records.map(({ resourceType, id }) => `${resourceType}/${id}`))
  expect(names.size).toBe(records.length)
  expect(records.flatMap(referencesIn).filter(reference => !names.has(reference))).toEqual([])
})

test('ids stay the same from day to day, so that loading again replaces instead of adding', () => {
  const names = (today: string) =>
    demoRecords({ today })
      .map(({ resourceType, id }) => `${resourceType}/${id}`)
      .sort()
  for (const today of ['2026-03-11', '2026-12-31', '2027-01-01']) {
    expect(names(today)).toEqual(names('2026-03-10'))
  }
})

test('the parent acts for the child by a RelatedPerson that names the parent’s User', () => {
  const relatives = records.filter(({ resourceType }) => resourceType === 'RelatedPerson')
  expect(relatives).toHaveLength(1)
  expect(relatives[0]).toMatchObject({
    id: 'demo-parent-of-demo-child',
    patient: { reference: 'Patient/demo-child' },
    identifier: [{ system: 'https://plan-api.example/fhir/user-id', value: 'demo-parent' }],
  })
})
