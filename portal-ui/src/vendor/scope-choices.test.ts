// The tick boxes of the app form and the scopes they stand for.
import { expect, test } from 'vitest'
import { supportedScopes } from '../../../vocabulary/scope-table.ts'
import { firstScopes, isChosen, scopeGroups, withChoice } from './scope-choices.ts'

const offered = scopeGroups.flatMap(group => group.choices.map(choice => choice.scope))

test('every scope the form can add is one the plan supports, and none is offered twice', () => {
  expect(offered.filter(scope => !supportedScopes.includes(scope))).toEqual([])
  expect(new Set(offered).size).toBe(offered.length)
  expect(firstScopes.filter(scope => !offered.includes(scope))).toEqual([])
})

test('every supported kind of data has its tick box', () => {
  expect(supportedScopes.filter(scope => !isChosen(offered, scope))).toEqual([])
})

test('a scope written in v2 form shows as ticked, and unticking removes it', () => {
  const scopes = ['openid', 'patient/Coverage.rs']
  expect(isChosen(scopes, 'patient/Coverage.read')).toBe(true)
  expect(isChosen(scopes, 'user/Coverage.read')).toBe(false)
  expect(withChoice(scopes, 'patient/Coverage.read', false)).toEqual(['openid'])
})

test('ticking what is there already adds nothing', () => {
  expect(withChoice(['patient/Coverage.rs'], 'patient/Coverage.read', true)).toEqual([
    'patient/Coverage.rs',
  ])
  expect(withChoice([], 'launch', true)).toEqual(['launch'])
})
