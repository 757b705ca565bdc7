// Which of the first steps are ticked, by what the sandbox answers.
import { expect, test } from 'vitest'
import type { AppListAnswer } from '../../../vocabulary/operations.ts'
import { stepsOf } from './first-steps.tsx'

const ticks = (answer: AppListAnswer) => stepsOf(answer).map(({ done }) => done)

test('a new vendor has an account and nothing else', () => {
  expect(ticks({ apps: [], scenarios: [] })).toEqual([true, false, false, false, false])
})

test('a token and a call are ticked when the sandbox saw them', () => {
  const patient = { id: 'p', name: 'Ana Field', scenario: 'chronic-adult' }
  const answer = { apps: [], scenarios: [], patient }
  expect(ticks({ ...answer, firstSteps: { token: true, call: false } }).slice(2)).toEqual([
    true,
    true,
    false,
  ])
  expect(ticks({ ...answer, firstSteps: { token: true, call: true } }).slice(2)).toEqual([
    true,
    true,
    true,
  ])
})
