// A kit passes over a known fault of a guide only when it is told in the HL7 service's words.
import { expect, test } from 'vitest'
import { inHl7sWords } from './hl7-words.ts'

test('the unit that US Core 3.1.1 fixes and forbids is named as its kit knows it', () => {
  const ours =
    'Observation.component[0].value.ofType(Quantity): http://unitsofmeasure.org#L/min is not in the value set http://hl7.org/fhir/ValueSet/ucum-vitals-common|4.0.1.'
  expect(inHl7sWords(ours)).toMatch(
    /^Observation.component\[\d+\].value.ofType\(Quantity\): The code provided \(http:\/\/unitsofmeasure.org#L\/min\) was not found in the value set 'Vital Signs Units'/,
  )
})

test('every other fault keeps our words', () => {
  const other = 'http://x.test#a is not in the value set http://hl7.org/fhir/ValueSet/y.'
  expect(inHl7sWords(other)).toBe(other)
  expect(inHl7sWords('Patient.name: is missing')).toBe('Patient.name: is missing')
})
