// What is generated, as the box's own validator sees it with the packages that a box is given: no errors, every profile known.
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { demoRecords, makeCast, makeDirectory, makeMember, scenarios } from '../synthea/index.ts'
import { openGuides } from '../tests/harness/validator.ts'
import type { Resource } from '../vocabulary/aidbox.ts'
import { fhirPackages } from '../vocabulary/fhir-packages.ts'

const folder = new URL('../../shared/igs', import.meta.url).pathname
const today = '2026-03-10'
const opened = existsSync(folder)
  ? await openGuides(
      folder,
      join(tmpdir(), `fhir-packages-of-tests-${process.getuid?.() ?? 0}`),
      fhirPackages,
    )
  : undefined

/** As the box stores it: it stamps what it writes. */
const stored = (resource: Resource): Resource => ({
  ...resource,
  meta: { ...resource.meta, lastUpdated: `${today}T00:00:00Z` },
})

const faultsIn = (resources: readonly Resource[]): string[] => {
  const byName = new Map(resources.map(each => [`${each.resourceType}/${each.id}`, each]))
  return resources.flatMap(resource =>
    (opened?.validator.validate(stored(resource), { lookUp: name => byName.get(name) }) ?? [])
      // a warning about meta is a claim of a profile that no package has
      .filter(({ severity, code }) => severity === 'error' || code === 'not-found')
      .map(({ diagnostics }) => `${resource.meta?.profile?.[0]}: ${diagnostics}`),
  )
}

const record = (scenario: string): Resource[] => {
  let id = 0
  return makeMember({ seed: 'x', today, scenario, newId: () => `id-${id++}` }).resources
}

describe.skipIf(!opened)('with the packages of ../shared/igs', () => {
  test.each(scenarios.map(({ id }) => id))('a member of scenario %s is valid', scenario => {
    const resources = record(scenario)
    expect(resources.length).toBeGreaterThan(2)
    expect(faultsIn(resources)).toEqual([])
  })

  test('the demo people and the conformance cast are valid', () => {
    expect(faultsIn(demoRecords({ today }))).toEqual([])
    expect(faultsIn(makeCast({ today }))).toEqual([])
  })

  test('the provider directory is valid', () => {
    expect(faultsIn(makeDirectory({ today, practitioners: 100 }))).toEqual([])
  })

  test('a claim without its insurer is not', () => {
    const claims = record('chronic-adult').filter(
      ({ resourceType }) => resourceType === 'ExplanationOfBenefit',
    )
    const faults = faultsIn(claims.map(({ insurer: _gone, ...rest }) => rest))
    expect(faults.filter(fault => fault.includes('insurer'))).toHaveLength(claims.length)
  })
})
