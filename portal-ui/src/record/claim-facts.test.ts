// A claim's facts name what the share is made of, and why the plan did not pay; nothing is made up.
import { expect, test } from 'vitest'
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { claimFacts } from './claim-facts.ts'

const adjudication = 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudication'
const coded = (code: string, display = '') => ({
  coding: [{ system: adjudication, code, display }],
})
const claim: Resource = {
  resourceType: 'ExplanationOfBenefit',
  total: [
    { category: coded('deductible'), amount: { value: 25, currency: 'USD' } },
    { category: coded('copay'), amount: { value: 0, currency: 'USD' } },
  ],
  item: [
    {
      sequence: 1,
      adjudication: [{ category: coded('denialreason'), reason: { text: 'Not covered' } }],
    },
  ],
}

test('the share is told by its parts, and a part that was not paid by its reason', () => {
  expect(claimFacts(claim)).toEqual([
    { label: 'Deductible', value: '$25.00' },
    { label: expect.any(String), value: 'Not covered.' },
  ])
})

test('a claim that says no more than its amounts has no further facts, nor has another type', () => {
  expect(claimFacts({ resourceType: 'ExplanationOfBenefit' })).toEqual([])
  expect(claimFacts({ ...claim, resourceType: 'Claim' })).toEqual([])
})
