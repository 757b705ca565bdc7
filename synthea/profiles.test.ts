// Generated data against the guides' own snapshots: C4BB, US Core, PDex and Plan-Net.
import { describe, expect, test } from 'vitest'
import { claimedBy, faultsAgainst, faultsIn, guides, withoutGuides } from './checking/guides.ts'
import { demoRecords, makeCast, makeDirectory, makeMember, scenarios } from './index.ts'

const today = '2026-03-10'
const patientGuides = () => guides('carin-bb-2.0.0', 'core-6.1.0', 'davinci-pdex-2.0.0')

const member = (scenario: string, seed = 'a') => {
  let id = 0
  return makeMember({ seed, today, scenario, newId: () => `id-${id++}` })
}

// Release 7 made profiles of what are simple observations and vital signs before: a kit finds them by code.
const codedLater: Record<string, string> = {
  '96607-7': 'us-core-average-blood-pressure',
  '95541-9': 'us-core-care-experience-preference',
  '75773-2': 'us-core-treatment-intervention-preference',
  '401201003': 'us-core-smokingstatus',
}

describe.skipIf(withoutGuides)('against the guides in ../shared/igs', () => {
  test.each(scenarios.map(({ id }) => id))(
    'a member of scenario %s fits every profile it claims',
    scenario => {
      for (const seed of ['a', 'b']) {
        expect(faultsIn(patientGuides(), member(scenario, seed).resources)).toEqual([])
      }
    },
  )

  test('the demo people and the conformance cast fit every profile they claim', () => {
    expect(faultsIn(patientGuides(), demoRecords({ today }))).toEqual([])
    expect(faultsIn(patientGuides(), makeCast({ today }))).toEqual([])
  })

  test.each(['1.1.0', '1.2.0'])('the directory fits Plan-Net %s', version => {
    const planNet = guides(`davinci-pdex-plan-net-${version}`)
    expect(faultsIn(planNet, makeDirectory({ today, practitioners: 150 }))).toEqual([])
  })

  test.each(['3.1.1', '7.0.0'])(
    'what claims a US Core profile fits release %s too, where it exists',
    release => {
      const others = guides(`core-${release}`)
      const found = scenarios.flatMap(({ id }) =>
        member(id).resources.flatMap(resource =>
          claimedBy(resource).flatMap(canonical => {
            const profile = canonical.includes('/us/core/') ? others.get(canonical) : undefined
            return profile ? faultsAgainst(others, resource, profile) : []
          }),
        ),
      )
      // 3.1.1 asks for common vital sign units even of the oxygen flow beside the saturation.
      expect(found.filter(fault => !fault.includes('ucum-vitals-common'))).toEqual([])
    },
  )

  test('what release 7 of US Core has new profiles for fits them', () => {
    const later = guides('core-7.0.0')
    const base = 'http://hl7.org/fhir/us/core/StructureDefinition/'
    const seen = new Set<string>()
    for (const resource of member('conformance-m1').resources) {
      const [, code = ''] = /"code":"([\w-]+)"/.exec(JSON.stringify(resource.code ?? {})) ?? []
      const profile = later.get(`${base}${codedLater[code]}`)
      if (!profile) continue
      seen.add(code)
      expect(faultsAgainst(later, resource, profile)).toEqual([])
    }
    expect([...seen].sort()).toEqual(Object.keys(codedLater).sort())
  })

  test('people, coverage and payers fit C4BB 1.1.0 too; claims cannot, and these are the reasons', () => {
    const older = guides('carin-bb-1.1.0', 'core-3.1.1')
    const reasons = new Set<string>()
    for (const { id } of scenarios) {
      for (const resource of member(id).resources) {
        const url = claimedBy(resource).find(each => each.includes('/carin-bb/'))
        const profile = older.get(url ?? '')
        if (!profile) continue
        for (const fault of faultsAgainst(older, resource, profile)) {
          const [, , what = ''] = /^(\S+) \S+: (.*)$/.exec(fault) ?? []
          const rule = onlyIn110.find(([pattern]) => pattern.test(what))
          expect(rule, fault).toBeDefined()
          if (resource.resourceType !== 'ExplanationOfBenefit')
            expect(what).toContain('meta.profile')
          if (rule) reasons.add(rule[1])
        }
      }
    }
    expect([...reasons].sort()).toEqual([...new Set(onlyIn110.map(([, why]) => why))].sort())
  })

  test('a planted fault of each kind is found', () => {
    const claim = member('chronic-adult').resources.find(
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
    const found = faultsIn(patientGuides(), [broken]).join('\n')
    expect(found).toContain('.use: is not "claim"')
    expect(found).toContain('.status: paid is not in')
    expect(found).toContain('.totall: the profile has no such element')
    expect(found).toContain('.total: 0 of at least 1')
    expect(found).toContain('.total:adjudicationamounttype: 0 of at least 1')
    expect(found).toContain('EOB-professional-nonclinician-meta-profile-version')
  })
})

/** What C4BB 1.1.0 wants otherwise than 2.0.0, and why one claim cannot please both. */
const onlyIn110: readonly (readonly [RegExp, string])[] = [
  [/meta\.profile/, 'each release wants its own version stamp'],
  [/careTeam.*role: rendering/, '1.1.0 writes "performing" where 2.0.0 writes "rendering"'],
  [/productOrService: |modifier: /, '1.1.0 names the HCPCS code system otherwise'],
  [
    /benefitpaymentstatus|adjudication: \d of at most/,
    'the payment status moved from total to adjudication',
  ],
  [/\.type: is not/, 'vision claims are professional ones only from 2.0.0 on'],
  [
    /EOB-institutional-item-or-header-adjudication|EOB-out-inst-item-productorservice/,
    'two invariants of 1.1.0 that 2.0.0 rewrote',
  ],
]
