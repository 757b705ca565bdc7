// What the guides publish as examples is valid against them, save for the faults that stand here with their reason.
import { describe, expect, test } from 'vitest'
import { examplesOf, guides, guidesValidator } from './guides.fixture.ts'

/** `guide file` → the fault that the example really has, and why it is one. */
const exceptions: Record<string, { at: string; because: string }> = {
  ...Object.fromEntries(
    [
      'EOBInpatient2',
      'EOBOutpatient2',
      'EOBProfessional2',
      'EOBProfessionalTransportation1',
      'EOBProfessional1',
    ].map(name => [
      `hl7.fhir.us.carin-bb#2.0.0 ExplanationOfBenefit-${name}.json`,
      {
        at: 'ExplanationOfBenefit.text.div',
        because: 'the narrative has the HTML entity &reg;, which XHTML in FHIR does not know',
      },
    ]),
  ),
  'hl7.fhir.us.core#3.1.1 DiagnosticReport-cardiology-report.json': {
    at: 'DiagnosticReport.presentedForm[0].hash',
    because: 'the hash is a placeholder with dots, which is no base64',
  },
  'hl7.fhir.us.core#3.1.1 Observation-satO2-fiO2.json': {
    at: 'Observation.component[0].value.ofType(Quantity)',
    because:
      'the unit L/min is not in the list that FHIR R4 requires of vital signs; 6.1.0 loosens it',
  },
}

describe.skipIf(guides.length === 0)('examples of the guides (../shared/igs)', () => {
  test('there are eight guides', () => expect(guides).toHaveLength(8))

  test.each(guides)(
    '%s: every example is valid, or has exactly the fault noted here',
    async guide => {
      const validator = await guidesValidator()
      const examples = examplesOf(guide)
      expect(examples.length).toBeGreaterThan(20)
      const found = examples.flatMap(({ file, resource }) =>
        validator
          .validate(resource, { within: guide })
          .filter(({ severity }) => severity === 'error')
          .map(({ expression, diagnostics }) => ({
            name: `${guide} ${file}`,
            expression,
            diagnostics,
          })),
      )
      expect(
        found.filter(({ name, expression }) => exceptions[name]?.at !== expression?.[0]),
      ).toEqual([])
      const expected = Object.keys(exceptions).filter(name => name.startsWith(`${guide} `))
      expect([...new Set(found.map(({ name }) => name))].sort()).toEqual(expected.sort())
    },
  )
})

test.skipIf(guides.length === 0)('what cannot be told is said, never passed over', async () => {
  const validator = await guidesValidator()
  const [example] = examplesOf('hl7.fhir.us.carin-bb#2.0.0').filter(({ file }) =>
    file.startsWith('ExplanationOfBenefit-EOBProfessional1'),
  )
  const unknown = validator
    .validate(example?.resource, { within: 'hl7.fhir.us.carin-bb#2.0.0' })
    .filter(({ code }) => code === 'incomplete')
  expect(unknown.map(({ diagnostics }) => diagnostics).join('\n')).toContain(
    'AMACPTCMSHCPCSProcedureCodes',
  )
  expect(unknown.every(({ severity }) => severity === 'information')).toBe(true)
})
