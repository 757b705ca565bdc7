// Anyone searches the provider directory without an account, and finds nothing else there.
import { beforeAll, expect, test } from 'vitest'
import { world } from '../harness/boxes.ts'
import { get } from '../harness/calls.ts'

interface Found {
  total: number
  entry?: {
    resource: { resourceType: string; id: string; meta?: { profile?: string[] } }
    search: { mode: string }
  }[]
}

let production: string
beforeAll(() => {
  ;({ production } = world())
})

test.each([
  'Organization',
  'Practitioner',
  'Location',
  'PractitionerRole',
  'HealthcareService',
  'OrganizationAffiliation',
  'InsurancePlan',
  'Endpoint',
])('%s is public, and every one claims a Plan-Net profile', async type => {
  const { status, body } = await get<Found>(production, `${type}?_count=200`)
  expect(status).toBe(200)
  expect(body.total).toBeGreaterThan(0)
  for (const { resource } of body.entry ?? [])
    expect(resource.meta?.profile?.some(url => url.includes('davinci-pdex-plan-net'))).toBe(true)
  const id = body.entry?.[0]?.resource.id ?? ''
  expect((await get(production, `${type}/${id}`)).status).toBe(200)
})

test('a family doctor is found by specialty, with who and where', async () => {
  const { body } = await get<Found>(
    production,
    'PractitionerRole?specialty=207Q00000X&_include=PractitionerRole:practitioner&_include=PractitionerRole:location',
  )
  const types = new Set(body.entry?.map(({ resource }) => resource.resourceType))
  expect(types).toEqual(new Set(['PractitionerRole', 'Practitioner', 'Location']))
})

test('a place is found through the role that works there', async () => {
  const { body: places } = await get<{
    entry: { resource: { address?: { postalCode?: string } } }[]
  }>(production, 'Location?_count=50')
  const zip = places.entry.map(({ resource }) => resource.address?.postalCode).find(Boolean)
  expect(
    (await get(production, `PractitionerRole?location.address-postalcode=${zip}`)).status,
  ).toBe(200)
})

test.each([
  'Practitioner?_revinclude=ExplanationOfBenefit:care-team',
  'Organization?_has:Coverage:payor:beneficiary=demo-member',
  'Organization?_revinclude=*',
  'PractitionerRole?practitioner.name=a&_has:CareTeam:participant:patient=demo-member',
  'Practitioner?_elements=name&_security=x',
])('the side door %s is closed', async path => {
  expect((await get(production, path)).status).toBe(403)
})

test.each([
  'Patient',
  'ExplanationOfBenefit',
  'Coverage',
  'Observation',
  'Client',
  'User',
  'Session',
  'Grant',
  'Task',
  'AuditEvent',
  'AccessPolicy',
])('%s is not public: who wants to read it is asked to sign in', async type => {
  const { status, headers } = await get(production, type)
  if (process.env.PRODUCTION_BOX_URL && status === 403) return // a licensed Aidbox asks nobody to sign in
  expect(status).toBe(401)
  expect(headers.get('www-authenticate')).toBe('Bearer')
})

test('a bad token is refused, never treated as nobody', async () => {
  expect((await get(production, 'Organization', 'not-a-token')).status).toBe(401)
})

test('what the box can do is public', async () => {
  const { status, body } = await get<{
    resourceType: string
    rest: { resource: { type: string }[] }[]
  }>(production, 'metadata')
  expect(status).toBe(200)
  expect(body.rest[0]?.resource.map(({ type }) => type)).toContain('ExplanationOfBenefit')
})
