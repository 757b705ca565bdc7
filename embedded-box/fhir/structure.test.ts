// Well-formed FHIR passes; a misspelt element, a wrong type, a missing one is named with its path and the way out.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkStructure } from './structure.ts'

const coverage = {
  resourceType: 'Coverage',
  status: 'active',
  beneficiary: { reference: 'Patient/x' },
  payor: [{ reference: 'Organization/y' }],
  period: { start: '2026-01' },
  extension: [{ url: 'http://example.org/x', valueString: 'a' }],
  _status: { extension: [{ url: 'http://example.org/y', valueBoolean: true }] },
}

test('a well-formed resource has no faults', () => {
  expect(checkStructure(coverage)).toEqual([])
})

test.each([
  ['an unknown element', { ...coverage, colour: 'red' }, 'Coverage.colour'],
  [
    'an object where an array belongs',
    { ...coverage, payor: { reference: 'Organization/y' } },
    'Coverage.payor',
  ],
  ['an array where one value belongs', { ...coverage, status: ['active'] }, 'Coverage.status'],
  ['a code outside a required list', { ...coverage, status: 'alive' }, 'Coverage.status'],
  ['a number for text', { ...coverage, subscriberId: 5 }, 'Coverage.subscriberId'],
  ['a date that is none', { ...coverage, period: { start: '2026-13' } }, 'Coverage.period.start'],
  [
    'a missing required element',
    { ...coverage, beneficiary: undefined, payor: coverage.payor },
    'Coverage.beneficiary',
  ],
  ['an empty object', { ...coverage, period: {} }, 'Coverage.period'],
  [
    'a wrong nested element',
    { ...coverage, class: [{ type: { text: 'plan' }, worth: '1' }] },
    'Coverage.class[0].worth',
  ],
  [
    'a bad resource inside',
    { ...coverage, contained: [{ resourceType: 'Patients' }] },
    'Coverage.contained[0]',
  ],
])('%s is named', (_case, resource, expression) => {
  const faults = checkStructure(JSON.parse(JSON.stringify(resource)))
  expect(faults.map(issue => issue.expression?.[0])).toContain(expression)
})

const folder = new URL('../../../shared/data/synthea/', import.meta.url)
test.skipIf(!existsSync(folder))(
  'real Synthea bundles are checked without an exception and mostly pass',
  () => {
    for (const name of readdirSync(folder).filter(file => file.startsWith('Brain'))) {
      const bundle = JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
      const faulty = bundle.entry.filter(
        ({ resource }: { resource: typeof coverage }) => checkStructure(resource).length > 0,
      )
      expect(faulty.length).toBeLessThan(bundle.entry.length * 0.2)
    }
  },
)
