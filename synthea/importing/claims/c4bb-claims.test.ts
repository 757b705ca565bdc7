// Synthea's claims as C4BB's: by rule or not at all, to the cent, and valid by the guide's own snapshot.
import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { faultsIn, guides, withoutGuides } from '../../checking/guides.ts'
import { servableTo } from '../../checking/servable.ts'
import { childrenOf, numberAt, referencesIn, textAt } from '../../checking/walk.ts'
import { type FileEntry, readBundleFile } from '../bundle-file.ts'
import type { Changes } from '../clean.ts'
import { prepareImport } from '../prepare.ts'
import { kept, mapClaims, mapped } from './c4bb-claims.ts'
import { icd10Of } from './diagnosis.ts'

const snomed = (code: string) => ({ coding: [{ system: 'http://snomed.info/sct', code }] })
const line = (name: string, value: number) => ({
  category: { coding: [{ code: `https://bluebutton.cms.gov/resources/variables/${name}` }] },
  amount: { value, currency: 'USD' },
})

const patient: Resource = {
  resourceType: 'Patient',
  id: 'aaaaaaaa-0000-4000-8000-000000000001',
  identifier: [{ system: 'https://github.com/synthetichealth/synthea', value: 'member-1' }],
  name: [{ family: 'Doe', given: ['Jane'] }],
  gender: 'female',
  birthDate: '1980-01-01',
  address: [{ city: 'Boston', state: 'Massachusetts' }],
}
const organization: Resource = {
  resourceType: 'Organization',
  id: 'aaaaaaaa-0000-4000-8000-000000000002',
  name: 'Clinic',
}
const visit: Resource = {
  resourceType: 'Encounter',
  id: 'aaaaaaaa-0000-4000-8000-000000000003',
  class: { code: 'AMB' },
  type: [snomed('185349003')],
  subject: { reference: `urn:uuid:${patient.id}` },
  serviceProvider: { reference: `urn:uuid:${organization.id}` },
}
const claim: Resource = {
  resourceType: 'ExplanationOfBenefit',
  id: 'aaaaaaaa-0000-4000-8000-000000000004',
  contained: [{ resourceType: 'Coverage', id: 'coverage', payor: [{ display: 'private' }] }],
  identifier: [{ system: 'https://bluebutton.cms.gov/resources/variables/clm_id', value: 'c-1' }],
  status: 'active',
  type: { coding: [{ code: 'institutional' }] },
  use: 'claim',
  patient: { reference: `urn:uuid:${patient.id}` },
  billablePeriod: { start: '2019-03-31T10:00:00+00:00', end: '2019-03-31T10:15:00+00:00' },
  created: '2019-03-31T10:15:00+00:00',
  insurer: { display: 'private' },
  insurance: [{ focal: true, coverage: { reference: '#coverage' } }],
  item: [
    {
      sequence: 1,
      productOrService: snomed('185349003'),
      servicedPeriod: { start: '2019-03-31T10:00:00+00:00' },
      encounter: [{ reference: `urn:uuid:${visit.id}` }],
      adjudication: [
        line('line_alowd_chrg_amt', 3520.17),
        line('line_coinsrnc_amt', 704.0340000000001),
        line('line_bene_ptb_ddctbl_amt', 0),
        line('line_prvdr_pmt_amt', 2816.1360000000004),
      ],
    },
  ],
  total: [
    {
      category: { coding: [{ code: 'submitted' }] },
      amount: { value: 3645.17, currency: 'USD' },
    },
  ],
  payment: { amount: { value: 2816.1360000000004, currency: 'USD' } },
}

const entriesOf = (...resources: Resource[]): FileEntry[] =>
  resources.map((resource, index) => ({
    file: 'f.json',
    number: index + 1,
    fullUrl: `urn:uuid:${resource.id}`,
    resource,
  }))
const map = (...resources: Resource[]) => {
  const changes: Changes = new Map()
  const entries = mapClaims(entriesOf(...resources), changes)
  const { resources: prepared } = prepareImport(entries, new Map(), new Map(), changes)
  return { changes, resources: prepared.map(({ resource }) => resource) }
}
const claimIn = (resources: readonly Resource[]) =>
  resources.find(({ resourceType }) => resourceType === 'ExplanationOfBenefit')

test('a visit’s claim becomes an outpatient claim of C4BB with payer, coverage and amounts to the cent', () => {
  const { changes, resources } = map(patient, organization, visit, claim)
  expect([...changes]).toContainEqual([mapped, 1])
  const eob = claimIn(resources)
  expect(eob?.meta?.profile?.[0]).toMatch(/Outpatient-Institutional\|2\.0\.0$/)
  const totals = Object.fromEntries(
    childrenOf(eob, 'total').map(each => [
      textAt(each, 'category', 'coding', 'code'),
      numberAt(each, 'amount', 'value'),
    ]),
  )
  expect(totals).toEqual({
    submitted: 3645.17,
    eligible: 3520.17,
    deductible: 0,
    coinsurance: 704.03,
    benefit: 2816.14,
  })
  expect(textAt(eob, 'diagnosis', 'diagnosisCodeableConcept', 'coding', 'code')).toBe('Z00.00')
  expect(textAt(eob, 'provider', 'reference')).toBe(`Organization/${organization.id}`)
  expect(JSON.stringify(eob)).not.toContain('contained')
  const types = resources.map(({ resourceType }) => resourceType)
  expect(types.filter(type => type === 'Coverage')).toHaveLength(1)
  expect(types.filter(type => type === 'Organization')).toHaveLength(2)
  expect(resources[0]).toMatchObject({ address: [{ state: 'MA' }] })
})

test('mapping the same file again gives the same bytes', () => {
  const bytes = () => JSON.stringify(map(patient, organization, visit, claim).resources)
  expect(bytes()).toBe(bytes())
})

test.each([
  ['a stay in hospital', { ...visit, class: { code: 'IMP' } }, claim, kept.stay],
  ['a pharmacy’s', visit, { ...claim, type: { coding: [{ code: 'pharmacy' }] } }, kept.kind],
  ['one without a payer', visit, { ...claim, insurer: {}, contained: [] }, kept.facts],
  ['one without an amount', visit, { ...claim, total: [] }, kept.facts],
  ['one without a known diagnosis', { ...visit, type: [snomed('1')] }, claim, kept.diagnosis],
] as const)('%s stays plain R4 and is counted with its reason', (_what, encounter, eob, reason) => {
  const { changes, resources } = map(patient, organization, encounter, eob)
  expect([...changes]).toContainEqual([reason, 1])
  expect(claimIn(resources)?.meta?.profile).toBeUndefined()
  expect(resources.some(({ resourceType }) => resourceType === 'Coverage')).toBe(false)
})

test('of several diagnoses all must be known, and a check-up’s depends on age', () => {
  const none = { findings: [], visitReasons: [], visitTypes: [], child: false }
  expect(icd10Of({ ...none, findings: ['38341003', '44054006'] })).toEqual(['I10', 'E11.9'])
  expect(icd10Of({ ...none, findings: ['38341003', '1'] })).toEqual([])
  expect(icd10Of({ ...none, visitReasons: ['38341003'], visitTypes: ['185349003'] })).toEqual([
    'I10',
  ])
  expect(icd10Of({ ...none, visitTypes: ['185349003'], child: true })).toEqual(['Z00.129'])
  expect(icd10Of(none)).toEqual([])
})

const samples = new URL('../../../../shared/data/synthea/', import.meta.url)
const people = existsSync(samples)
  ? readdirSync(samples).filter(name => /_.*\.json$/.test(name))
  : []

describe.skipIf(people.length === 0 || withoutGuides)(
  'the people in ../shared/data/synthea',
  () => {
    const prepared = people.map(name => {
      const changes: Changes = new Map()
      const entries = mapClaims(readBundleFile(new URL(name, samples).pathname), changes)
      return prepareImport(entries, new Map(), new Map(), changes)
    })

    test('what claims a profile after the import fits it', () => {
      const definitions = guides('carin-bb-2.0.0', 'core-6.1.0')
      for (const { resources } of prepared) {
        const claiming = resources
          .map(({ resource }) => resource)
          .filter(({ meta }) => meta?.profile)
          // A box stamps this; C4BB wants it in what it serves.
          .map(resource => ({
            ...resource,
            meta: { ...resource.meta, lastUpdated: '2026-03-10T00:00:00Z' },
          }))
        expect(claiming.length).toBeGreaterThan(5)
        expect(faultsIn(definitions, claiming)).toEqual([])
      }
    })

    test('every claim is mapped or counted with the reason why not', () => {
      for (const { resources, changes } of prepared) {
        const claims = resources.filter(
          ({ resource }) => resource.resourceType === 'ExplanationOfBenefit',
        )
        const counted = [mapped, ...Object.values(kept)].map(reason => changes.get(reason) ?? 0)
        expect(counted.reduce((sum, each) => sum + each, 0)).toBe(claims.length)
        expect(changes.get(mapped)).toBeGreaterThan(0)
      }
    })

    test('what a mapped claim points at can be read with it', () => {
      for (const { resources, patients } of prepared) {
        const all = resources.map(({ resource }) => resource)
        const servable = servableTo(`Patient/${patients[0]}`, all)
        const open = all
          .filter(
            ({ resourceType, meta }) => resourceType === 'ExplanationOfBenefit' && meta?.profile,
          )
          .flatMap(referencesIn)
          .filter(reference => !servable.has(reference))
        expect(open).toEqual([])
      }
    })
  },
)
