// Directory resources as a person reads them.
import { expect, test } from 'vitest'
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { cardsOf } from './directory-results.ts'

const planNet = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/'

const role: Resource = {
  resourceType: 'PractitionerRole',
  id: 'r1',
  practitioner: { reference: 'Practitioner/p1' },
  organization: { reference: 'https://plan.example/fhir/Organization/o1' },
  location: [{ reference: 'Location/l1' }],
  specialty: [{ coding: [{ code: '207RC0000X', display: 'Cardiovascular Disease' }] }],
  extension: [
    { url: `${planNet}network-reference`, valueReference: { reference: 'Organization/n1' } },
    {
      url: `${planNet}newpatients`,
      extension: [
        { url: 'acceptingPatients', valueCodeableConcept: { coding: [{ code: 'newpt' }] } },
      ],
    },
  ],
}
const others: Resource[] = [
  { resourceType: 'Practitioner', id: 'p1', name: [{ given: ['Ada'], family: 'Synthetic' }] },
  { resourceType: 'Organization', id: 'o1', name: 'Lakeside Clinic' },
  { resourceType: 'Organization', id: 'n1', name: 'Blue Network' },
  {
    resourceType: 'Location',
    id: 'l1',
    name: 'Main building',
    address: { line: ['1 Lake St'], city: 'Springfield', state: 'IL', postalCode: '62701' },
    telecom: [{ system: 'phone', value: '217-555-0101' }],
  },
]

test('a doctor is shown with specialty, place, network and whether new patients are welcome', () => {
  expect(cardsOf('PractitionerRole', [role, ...others])).toEqual([
    {
      id: 'PractitionerRole/r1',
      title: 'Ada Synthetic',
      lines: ['Cardiovascular Disease'],
      at: 'Lakeside Clinic',
      places: [
        {
          name: 'Main building',
          address: '1 Lake St, Springfield, IL 62701',
          phone: '217-555-0101',
        },
      ],
      networks: ['Blue Network'],
      accepting: 'Accepting new patients',
      isAccepting: true,
      languages: [],
      details: [],
    },
  ])
})

test('a role whose practitioner was not sent along is still listed', () => {
  const [card] = cardsOf('PractitionerRole', [role])
  expect(card?.title).toBe('Practitioner/p1')
})

test('an affiliation is listed under the organization that takes part', () => {
  const affiliation: Resource = {
    resourceType: 'OrganizationAffiliation',
    id: 'a1',
    organization: { reference: 'Organization/n1' },
    participatingOrganization: { reference: 'Organization/o1' },
    network: [{ reference: 'Organization/n1' }],
  }
  const [card] = cardsOf('OrganizationAffiliation', [affiliation, ...others])
  expect(card).toMatchObject({ title: 'Lakeside Clinic', networks: ['Blue Network'] })
})

test('a plan is told in words: its kind, and the networks that are known already', () => {
  const plan: Resource = {
    resourceType: 'InsurancePlan',
    id: 'i1',
    name: 'Gold',
    type: [{ coding: [{ code: 'commhmo' }] }, { coding: [{ code: 'x9' }] }],
    network: [{ reference: 'Organization/n1' }],
  }
  const [card] = cardsOf('InsurancePlan', [plan], [{ value: 'n1', label: 'Blue Network' }])
  expect(card).toMatchObject({ lines: ['Commercial HMO'], networks: ['Blue Network'] })
})
