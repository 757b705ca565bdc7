// Every must-support element of the guides is in some scenario's data: what a conformance kit never sees, it skips.
import { describe, expect, test } from 'vitest'
import type { Resource } from '../vocabulary/aidbox.ts'
import { claimedBy, guides, withoutGuides } from './checking/guides.ts'
import { mustSupportCoverage } from './checking/must-support.ts'
import { makeCast, makeDirectory, makeMember, scenarios } from './index.ts'

const today = '2026-03-10'

const recordOf = (scenario: string): Resource[] => {
  let id = 0
  const newId = (type: string) => `${scenario}-${type.toLowerCase()}-${id++}`
  return makeMember({ seed: 'x', today, scenario, newId }).resources
}

/** Elements that no honest record shows, each with the reason. The kits do not look for them either. */
const exceptions: readonly (readonly [RegExp, string])[] = [
  [/^us-core-vital-signs /, 'the parent of the vital signs; its children are claimed'],
  [/^us-core-blood-pressure Observation\.value/, 'a pressure has two values, as components'],
  [
    /^(?!us-core-blood-pressure|us-core-pulse|us-core-average)\S+ Observation\.component/,
    'a single measurement has no components',
  ],
  [
    /Observation\.(component.*)?\.?dataAbsentReason$/,
    'shown once for each kind that the kits name',
  ],
  [/^us-core-condition Condition/, 'split in two profiles since; generated data claims those'],
  [/^us-core-(care-experience|treatment-intervention)-preference /, 'release 7 only, by code'],
  [/^us-core-average-blood-pressure /, 'release 7 only, by code'],
  [
    /^pdex-priorauthorization \S+\.item\.extension:(itemTrace|previous|administration|authorized)/,
    'numbers of X12 messages between provider and plan, and extensions of a guide (PAS) that is not among ours',
  ],
  [
    /^pdex-priorauthorization \S+adjudication:(allowedunits|denialreason|consumedunits)/,
    'PDex 2.0.0 requires categories of a value set that lacks the codes of these slices: units are in total, the reason in reviewAction',
  ],
  [
    /^pdex-priorauthorization ExplanationOfBenefit\.adjudication\.extension:reviewAction/,
    'PDex 2.0.0 allows reviewAction on a line only, by its context',
  ],
  [/^us-core-smokingstatus .*valueQuantity$/, 'release 7 only, by code'],
]

const kitsName = [
  'us-core-blood-pressure Observation.component.dataAbsentReason',
  'us-core-blood-pressure Observation.component:systolic.dataAbsentReason',
  'us-core-blood-pressure Observation.component:diastolic.dataAbsentReason',
]

/** Profile → what is missing; prints how much of each profile is there. */
const missingIn = (guide: string, resources: readonly Resource[], only?: RegExp): string[] => {
  const definitions = guides(guide)
  const byName = new Map(resources.map(each => [`${each.resourceType}/${each.id}`, each]))
  const targets = (reference: string) => {
    const target = byName.get(reference)
    return target ? claimedBy(target) : []
  }
  const lines: string[] = []
  const missing: string[] = []
  for (const [url, profile] of definitions) {
    const name = url.split('/').at(-1) ?? ''
    const ours = /\/us\/(core|carin-bb|davinci-pdex|davinci-pdex-plan-net)\//.test(url)
    if (profile.resourceType !== 'StructureDefinition' || profile.kind !== 'resource') continue
    if (!ours || profile.abstract || (only && !only.test(name))) continue
    const claimed = resources.filter(each => claimedBy(each).includes(url))
    const found = mustSupportCoverage(definitions, profile, claimed, targets)
    missing.push(...found.missing.map(element => `${name} ${element}`))
    const [seen, all] = [found.wanted.length - found.missing.length, found.wanted.length]
    lines.push(`  ${name}: ${seen} of ${all}, in ${claimed.length} resources`)
  }
  console.info(`${guide}\n${lines.join('\n')}`)
  return missing
}

const unexplained = (missing: readonly string[]): string[] =>
  missing.filter(
    each => kitsName.includes(each) || !exceptions.some(([pattern]) => pattern.test(each)),
  )

describe.skipIf(withoutGuides)('must-support elements', () => {
  const everything = scenarios.flatMap(({ id }) => recordOf(id))

  test.each(['carin-bb-2.0.0', 'core-3.1.1', 'core-6.1.0', 'core-7.0.0'])(
    'all scenarios together show those of %s, but for the exceptions',
    guide => {
      // The claims that show a death are those of M3, who is not on the list to choose from.
      const resources = [...everything, ...recordOf('conformance-m3')]
      const missing = missingIn(guide, resources)
      expect(unexplained(missing)).toEqual([])
    },
  )

  test.each(['carin-bb-2.0.0', 'core-6.1.0', 'core-7.0.0'])(
    'a kit that is run with M1 alone finds those of %s',
    guide => {
      const missing = missingIn(guide, recordOf('conformance-m1'))
      // Only one who has died has a day of death.
      const living = unexplained(missing).filter(each => !each.includes('deceasedDateTime'))
      expect(living).toEqual([])
    },
  )

  test.each(['core-6.1.0', 'core-7.0.0'])(
    'a kit that is run with M5 alone finds those of %s, the day of death among them',
    guide => expect(unexplained(missingIn(guide, recordOf('conformance-m5')))).toEqual([]),
  )

  test('on the care team of M6 are only those whom release 3.1.1 knows there', () => {
    const teams = recordOf('conformance-m6').filter(each => each.resourceType === 'CareTeam')
    const members = JSON.stringify(teams).match(/"reference":"(\w+)/g)
    expect(new Set(members)).toEqual(new Set(['"reference":"Patient', '"reference":"Practitioner']))
  })

  test('nothing in the record of M5 is later than the death', () => {
    const record = recordOf('conformance-m5')
    const died = record.find(({ resourceType }) => resourceType === 'Patient')?.deceasedDateTime
    const days = record.flatMap(each => [
      each.authoredOn,
      each.whenHandedOver,
      each.effectiveDateTime,
    ])
    expect(died).toMatch(/^2026-03-/)
    expect(days.filter(day => String(day ?? '') > String(died))).toEqual([])
  })

  test.each([
    ['inpatient', 'Inpatient-Institutional'],
    ['outpatient', 'Outpatient-Institutional'],
    ['professional', 'Professional-NonClinician'],
    ['pharmacy', 'Pharmacy'],
    ['oral', 'Oral'],
  ])(
    'the member with %s claims only shows all of that profile and has no other claim',
    (kind, profile) => {
      const cast = makeCast({ today }).filter(({ id }) => id?.startsWith(`conformance-${kind}`))
      const claims = cast.filter(({ resourceType }) => resourceType === 'ExplanationOfBenefit')
      expect(new Set(claims.flatMap(claimedBy)).size).toBe(1)
      const name = new RegExp(`^C4BB-ExplanationOfBenefit-${profile}$`)
      expect(missingIn('carin-bb-2.0.0', cast, name)).toEqual([])
    },
  )

  test("prior authorizations show those of PDex's profile", () => {
    const missing = missingIn('davinci-pdex-2.0.0', everything, /^pdex-priorauthorization$/)
    expect(unexplained(missing)).toEqual([])
  })

  test.each(['1.1.0', '1.2.0'])('the directory shows those of Plan-Net %s', version => {
    const guide = `davinci-pdex-plan-net-${version}`
    const missing = missingIn(guide, makeDirectory({ today, practitioners: 150 }))
    expect(missing).toEqual([])
  })

  test('an element that is not there is missed', () => {
    const bare = recordOf('chronic-adult').map(({ telecom: _gone, ...rest }) => rest)
    expect(unexplained(missingIn('carin-bb-2.0.0', bare, /^C4BB-Patient$/))).toContain(
      'C4BB-Patient Patient.telecom',
    )
  })
})
