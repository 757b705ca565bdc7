// Records in plain words, also when they are not as a profile would have them.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { scopeTable } from '../../../vocabulary/scope-table.ts'
import { observationValue } from './observation.ts'
import { mentions, summaryOf } from './summary.ts'
import { typeWords } from './type-words.ts'

const coded = (display: string, code = 'x') => ({ coding: [{ code, display }] })

test('a blood pressure reads as two numbers', () => {
  const part = (code: string, value: number) => ({
    code: coded('', code),
    valueQuantity: { value, unit: 'mmHg' },
  })
  const component = [part('8480-6', 132), part('8462-4', 84)]
  expect(observationValue({ resourceType: 'Observation', component })).toBe('132/84 mmHg')
})

test('a laboratory result shows its name, its value with unit, and its day', () => {
  const summary = summaryOf({
    resourceType: 'Observation',
    code: coded('Hemoglobin A1c'),
    valueQuantity: { value: 6.8, unit: '%' },
    effectiveDateTime: '2026-03-04T23:30:00-06:00',
  })
  expect(summary).toMatchObject({ title: 'Hemoglobin A1c', line: '6.8 %', date: 'Mar 4, 2026' })
})

test('a claim is called by who sent it and says what was done, and when it was denied', () => {
  const summary = summaryOf({
    resourceType: 'ExplanationOfBenefit',
    provider: { display: 'Lakeside Clinic' },
    type: { coding: [{ code: 'professional' }] },
    item: [{ productOrService: coded('Office visit') }, { productOrService: coded('Blood draw') }],
    payment: { type: coded('Denied', 'denied') },
    billablePeriod: { start: '2026-05-01' },
  })
  expect(summary.title).toBe('Lakeside Clinic')
  expect(summary.line).toBe('Doctor or clinic · Office visit and 1 more · Denied')
})

test('every kind of data on the consent page has a name that is not its technical one', () => {
  const technical = Object.keys(scopeTable).filter(type => /[a-z][A-Z]/.test(typeWords(type)))
  expect(technical).toEqual([])
})

test('search finds what a resource mentions, whatever the case', () => {
  const resource = { resourceType: 'Condition', code: coded('Type 2 diabetes') }
  expect(mentions(resource, ' DIABETES ')).toBe(true)
  expect(mentions(resource, 'asthma')).toBe(false)
})

test('no resource, however odd, keeps a page from showing it', () => {
  const fields = ['code', 'status', 'name', 'category', 'address', 'component', 'total', 'item']
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(scopeTable), 'Basic'),
      fc.dictionary(fc.constantFrom(...fields), fc.jsonValue()),
      (resourceType, body) => {
        const resource: Resource = { ...body, resourceType }
        const summary = summaryOf(resource)
        expect(typeof summary.title).toBe('string')
        expect(summary.title).not.toBe('')
      },
    ),
    { seed: 20261122 },
  )
})
