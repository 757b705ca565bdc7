// What Initialize Patient makes: a record whose every part is found, and removed, again.
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeMember } from '../synthea/index.ts'
import { scopeTable } from '../vocabulary/scope-table.ts'
import { chosenScenario, scenarioList } from './synthetic-patient.ts'

test('without a choice it is the first scenario; one that does not exist is none', () => {
  expect(chosenScenario(undefined)).toBe(scenarioList()[0]?.id)
  expect(chosenScenario('no-such-scenario')).toBeUndefined()
})

test.each(scenarioList().map(({ id }) => id))(
  'every resource of scenario %s is of a type that an app can be granted, so reset finds it',
  scenario => {
    const { resources, patient } = makeMember({
      seed: 'a',
      today: '2026-11-22',
      scenario,
      newId: () => randomUUID(),
    })
    const types = new Set(resources.map(({ resourceType }) => resourceType))
    expect([...types].filter(type => !Object.hasOwn(scopeTable, type))).toEqual([])
    expect(resources).toContainEqual(patient)
  },
)
