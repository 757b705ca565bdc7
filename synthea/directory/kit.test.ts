// What Plan-Net's kit looks for with values of the first thing it was shown (inferno-requirements, PN2 to PN6).
import { describe, expect, test } from 'vitest'
import type { Resource } from '../../vocabulary/aidbox.ts'
import { childrenOf, referencesIn, textAt } from '../checking/walk.ts'
import { makeDirectory } from '../index.ts'

const directory = makeDirectory({ today: '2026-03-10', practitioners: 120 })
const byName = new Map(directory.map(each => [`${each.resourceType}/${each.id}`, each]))
const isNetwork = (each: Resource) => codesOf(each, 'type').includes('ntwk')

/** The instances of a group as a server shows them: by id. */
const group = (name: string): Resource[] =>
  directory
    .filter(each =>
      name === 'Network'
        ? isNetwork(each)
        : each.resourceType === name && !(name === 'Organization' && isNetwork(each)),
    )
    .sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1))

const valuesAt = (resource: unknown, path: string): unknown[] =>
  path
    .split('.')
    .reduce<unknown[]>((values, step) => values.flatMap(each => childrenOf(each, step)), [resource])

const codesOf = (resource: unknown, path: string): string[] =>
  valuesAt(resource, `${path}.coding.code`).map(String)

const planNet = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/'

/** Where a reference parameter leads. */
const reached = (resource: Resource, parameter: string): string[] => {
  const path = paths[`${resource.resourceType}.${parameter}`]
  if (path === undefined) throw new Error(`no path for ${resource.resourceType}.${parameter}`)
  return path.startsWith(planNet)
    ? childrenOf(resource, 'extension')
        .filter(each => textAt(each, 'url') === path)
        .flatMap(referencesIn)
    : valuesAt(resource, path).flatMap(referencesIn)
}

const paths: Record<string, string> = {
  'Endpoint.organization': 'managingOrganization',
  'InsurancePlan.administered-by': 'administeredBy',
  'InsurancePlan.owned-by': 'ownedBy',
  'OrganizationAffiliation.primary-organization': 'organization',
  'OrganizationAffiliation.participating-organization': 'participatingOrganization',
  'OrganizationAffiliation.location': 'location',
  'OrganizationAffiliation.service': 'healthcareService',
  'OrganizationAffiliation.network': 'network',
  'OrganizationAffiliation.endpoint': 'endpoint',
  'PractitionerRole.organization': 'organization',
  'PractitionerRole.location': 'location',
  'PractitionerRole.service': 'healthcareService',
  'PractitionerRole.network': `${planNet}network-reference`,
  'PractitionerRole.endpoint': 'endpoint',
  'HealthcareService.location': 'location',
  'HealthcareService.organization': 'providedBy',
  'HealthcareService.endpoint': 'endpoint',
  'Location.partof': 'partOf',
  'Location.organization': 'managingOrganization',
  'Location.endpoint': 'endpoint',
  'Organization.partof': 'partOf',
  'Organization.endpoint': 'endpoint',
}

const startsWith = (text: unknown, value: string): boolean =>
  typeof text === 'string' && text.toLowerCase().startsWith(value.toLowerCase())

/** Search parameters of what is reached. */
const matches: Record<string, (target: Resource, value: string) => boolean> = {
  name: (target, value) =>
    [...valuesAt(target, 'name'), ...valuesAt(target, 'alias')].some(each =>
      startsWith(each, value),
    ),
  address: (target, value) =>
    ['text', 'city', 'state', 'postalCode', 'country'].some(part =>
      valuesAt(target, `address.${part}`).some(each => startsWith(each, value)),
    ),
  'address-city': (target, value) =>
    valuesAt(target, 'address.city').some(each => startsWith(each, value)),
  'address-state': (target, value) =>
    valuesAt(target, 'address.state').some(each => startsWith(each, value)),
  'address-postalcode': (target, value) =>
    valuesAt(target, 'address.postalCode').some(each => startsWith(each, value)),
  type: (target, value) => codesOf(target, 'type').includes(value),
  partof: (target, value) => valuesAt(target, 'partOf').flatMap(referencesIn).includes(value),
  organization: (target, value) =>
    ['managingOrganization', 'providedBy']
      .flatMap(path => valuesAt(target, path))
      .flatMap(referencesIn)
      .includes(value),
  location: (target, value) => valuesAt(target, 'location').flatMap(referencesIn).includes(value),
  'service-category': (target, value) => codesOf(target, 'category').includes(value),
}

/** The value that the kit takes from the resource it was shown first. */
const firstValue = (shown: Resource, parameter: string): string => {
  const sources: Record<string, string> = {
    name: 'name',
    address: 'address.text',
    'address-city': 'address.city',
    'address-state': 'address.state',
    'address-postalcode': 'address.postalCode',
    type: 'type.coding.code',
    'service-category': 'category.coding.code',
  }
  const text = valuesAt(shown, sources[parameter] ?? 'nothing')[0]
  if (typeof text === 'string') return text
  const path = { partof: 'partOf', location: 'location' }[parameter]
  const owner = ['managingOrganization', 'providedBy'].flatMap(each => valuesAt(shown, each))
  const [reference] = (path ? valuesAt(shown, path) : owner).flatMap(referencesIn)
  if (reference === undefined) throw new Error(`${shown.id} has nothing for ${parameter}`)
  return reference
}

const first = (name: string, parameter: string): Resource => {
  const [reference = ''] = group(name).flatMap(each => reached(each, parameter))
  const found = byName.get(reference)
  if (!found) throw new Error(`${name} shows no ${parameter}`)
  return found
}

// In the order in which the kit's groups come to see them.
const shown = {
  organization: first('Endpoint', 'organization'),
  location:
    directory.find(each => each.id === 'directory-service-area') ?? first('Location', 'partof'),
  service: first('OrganizationAffiliation', 'service'),
  endpoint: first('OrganizationAffiliation', 'endpoint'),
}

const ofOrganization = ['name', 'address', 'partof', 'type']
const ofLocation = [
  'address',
  'address-postalcode',
  'address-city',
  'address-state',
  'organization',
  'type',
]
const ofService = ['service-category', 'organization', 'location']

const chains: readonly [string, string, keyof typeof shown, readonly string[]][] = [
  ['Endpoint', 'organization', 'organization', ofOrganization],
  ['InsurancePlan', 'administered-by', 'organization', ['name', 'partof']],
  ['InsurancePlan', 'owned-by', 'organization', ['name', 'partof']],
  ['OrganizationAffiliation', 'primary-organization', 'organization', ofOrganization],
  ['OrganizationAffiliation', 'participating-organization', 'organization', ofOrganization],
  ['OrganizationAffiliation', 'location', 'location', ofLocation],
  ['OrganizationAffiliation', 'service', 'service', ofService],
  ['OrganizationAffiliation', 'network', 'organization', ['name', 'partof']],
  ['OrganizationAffiliation', 'endpoint', 'endpoint', ['organization']],
  ['PractitionerRole', 'organization', 'organization', ofOrganization],
  ['PractitionerRole', 'location', 'location', ofLocation],
  ['PractitionerRole', 'service', 'service', ofService],
  ['PractitionerRole', 'network', 'organization', ofOrganization],
  ['PractitionerRole', 'endpoint', 'endpoint', ['organization']],
  ['HealthcareService', 'location', 'location', ofLocation],
  ['HealthcareService', 'organization', 'organization', ofOrganization],
  ['HealthcareService', 'endpoint', 'endpoint', ['organization']],
  ['Location', 'partof', 'location', ['type', 'address', 'organization']],
  ['Location', 'organization', 'organization', ofOrganization],
  ['Location', 'endpoint', 'endpoint', ['organization']],
  ['Network', 'partof', 'organization', ['name', 'address', 'type']],
  ['Network', 'endpoint', 'endpoint', ['organization']],
  ['Organization', 'partof', 'organization', ['name', 'address', 'type']],
  ['Organization', 'endpoint', 'endpoint', ['organization']],
]

const cases = chains.flatMap(([name, reference, pool, parameters]) =>
  parameters.map(parameter => [name, reference, parameter, pool] as const),
)

describe('PN4 and PN5: chained searches with the values that were shown first', () => {
  test.each(cases)('%s?%s.%s finds something, by its first reference', (name, via, by, pool) => {
    const value = firstValue(shown[pool], by)
    const match = matches[by]
    const hits = (reference: string): boolean => {
      const target = byName.get(reference)
      return (target && match?.(target, value)) ?? false
    }
    const found = group(name).filter(each => reached(each, via).some(hits))
    expect(found.length).toBeGreaterThan(0)
    expect(found.filter(each => !hits(reached(each, via)[0] ?? '')).map(({ id }) => id)).toEqual([])
  })
})

test('PN6: what the kit skips when it is nowhere is somewhere', () => {
  for (const name of ['Organization', 'Network', 'Location', 'OrganizationAffiliation'])
    expect(
      group(name).some(each => each.endpoint !== undefined),
      name,
    ).toBe(true)
  expect(group('InsurancePlan').every(each => each.identifier !== undefined)).toBe(true)
  expect(group('HealthcareService').some(each => each.coverageArea && each.type)).toBeTruthy()
  const complete = group('OrganizationAffiliation').filter(
    each =>
      each.location &&
      each.network &&
      each.specialty &&
      each.healthcareService &&
      each.participatingOrganization,
  )
  expect(complete.length).toBeGreaterThan(0)
})

test('one who searches by specialty and place in one request finds who that is', () => {
  const [role] = group('PractitionerRole')
  const specialty = codesOf(role, 'specialty')[0]
  const [location] = role ? reached(role, 'location') : []
  const found = group('PractitionerRole').filter(
    each =>
      codesOf(each, 'specialty').includes(specialty ?? '') &&
      reached(each, 'location').includes(location ?? ''),
  )
  expect(found.length).toBeGreaterThan(0)
  expect(
    found.every(each => byName.has(valuesAt(each, 'practitioner').flatMap(referencesIn)[0] ?? '')),
  ).toBe(true)
})

test('a smaller directory is the beginning of a larger one, so that it can be loaded in two goes', () => {
  const large = new Map(
    makeDirectory({ today: '2026-03-10', practitioners: 300 }).map(each => [
      `${each.resourceType}/${each.id}`,
      JSON.stringify(each),
    ]),
  )
  const other = directory.filter(
    each => large.get(`${each.resourceType}/${each.id}`) !== JSON.stringify(each),
  )
  expect(other.map(({ id }) => id)).toEqual([])
})
