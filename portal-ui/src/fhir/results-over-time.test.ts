// Results over time and reasons of denials, as pages draw them.
import { expect, test } from 'vitest'
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { deniedParts, isDenied } from './claim-reasons.ts'
import { resultLines } from './results-over-time.ts'

const measured = (date: string, value: number, unit = '%'): Resource => ({
  resourceType: 'Observation',
  id: `o-${date}`,
  code: { text: 'Hemoglobin A1c' },
  effectiveDateTime: `${date}T08:00:00Z`,
  valueQuantity: { value, unit },
  referenceRange: [{ low: { value: 4 }, high: { value: 5.6 } }],
})
const pressure = (date: string, upper: number, lower: number): Resource => ({
  resourceType: 'Observation',
  id: `p-${date}`,
  code: { text: 'Blood pressure' },
  effectiveDateTime: date,
  component: [
    { code: { text: 'Systolic' }, valueQuantity: { value: upper, unit: 'mmHg' } },
    { code: { text: 'Diastolic' }, valueQuantity: { value: lower, unit: 'mmHg' } },
  ],
})

test('a result measured twice is a line from old to new, with its usual range', () => {
  expect(resultLines([measured('2026-05-01', 7.1), measured('2025-05-01', 6.4)])).toEqual([
    {
      name: 'Hemoglobin A1c',
      unit: '%',
      parts: [''],
      low: 4,
      high: 5.6,
      points: [
        { id: 'o-2025-05-01', date: '2025-05-01', values: { '': 6.4 } },
        { id: 'o-2026-05-01', date: '2026-05-01', values: { '': 7.1 } },
      ],
    },
  ])
})

test('a blood pressure has two lines; a result measured once, or in another unit, has none', () => {
  const lines = resultLines([
    pressure('2026-01-01', 130, 80),
    pressure('2026-02-01', 128, 79),
    measured('2026-01-01', 7),
    measured('2026-02-01', 53, 'mmol/mol'),
  ])
  expect(lines).toMatchObject([{ name: 'Blood pressure', parts: ['Systolic', 'Diastolic'] }])
})

test('a denied line is told with the plan’s reason and its note', () => {
  const claim: Resource = {
    resourceType: 'ExplanationOfBenefit',
    id: 'c',
    payment: { type: { coding: [{ code: 'denied' }] } },
    processNote: [{ number: 1, text: 'Try again when it is used up.' }],
    item: [
      { productOrService: { text: 'Office visit' }, adjudication: [] },
      {
        productOrService: { text: 'Metformin' },
        noteNumber: [1],
        adjudication: [
          {
            category: { coding: [{ code: 'rejectreason' }] },
            reason: { text: 'Filled too soon' },
          },
        ],
      },
    ],
  }
  expect(isDenied(claim)).toBe(true)
  expect(deniedParts(claim)).toEqual([
    { service: 'Metformin', reasons: ['Filled too soon.', 'Try again when it is used up.'] },
  ])
})
