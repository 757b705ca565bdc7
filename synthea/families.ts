// Families of the plan: a subscriber, often a spouse, children; one home, one name, one member number, each their own record.
import type { Resource } from '../vocabulary/aidbox.ts'
import { familyNames, givenNames } from './codes/names.ts'
import { places } from './codes/places.ts'
import { addDays, addYears } from './dates.ts'
import { type MemberRequest, makeMember } from './member.ts'
import type { PersonWish } from './people/person.ts'
import type { RelatedPersonWish } from './people/related-person.ts'
import { type Random, randomFrom } from './random.ts'
import { findScenario } from './scenarios.ts'

export interface FamilyMember {
  /** Id of the Patient: `family-<number>-<number>`. */
  id: string
  resources: Resource[]
}

export interface FamilyWish {
  /** Any text; the same seed and day give the same families. */
  seed: string
  today: string
  /** How many members, in as many families as they fill. */
  members: number
}

/** Scenario → how many of a hundred grown-ups have it. Their ages are the scenario's. */
const grownUps = {
  'healthy-adult': 34,
  'chronic-adult': 14,
  family: 16,
  maternity: 6,
  'denied-and-appealed': 6,
  'pharmacy-heavy': 6,
  'hospital-stay': 4,
  'prior-authorization': 4,
  sensitive: 3,
  'terminated-coverage': 3,
  'senior-two-coverages': 4,
} as const

/** The ids of the Patients of the first so many members: known without making anybody. */
export const familyMemberIds = (wish: FamilyWish): string[] => [...plans(wish)].map(({ id }) => id)

/** Makes the members one after the other; a family's stand together. `skip` passes over those that exist already. */
export const makeFamilies = function* (
  wish: FamilyWish,
  skip: (id: string) => boolean = () => false,
): Generator<FamilyMember> {
  for (const { id, request } of plans(wish)) {
    if (skip(id)) continue
    const counts = new Map<string, number>()
    const newId = (type: string) => {
      const count = (counts.get(type) ?? 0) + 1
      counts.set(type, count)
      return `${id}-${type.toLowerCase()}-${count}`
    }
    yield { id, resources: makeMember({ ...request, newId }).resources }
  }
}

interface Plan {
  id: string
  request: Omit<MemberRequest, 'newId'>
}

const plans = function* ({ seed, today, members }: FamilyWish): Generator<Plan> {
  let made = 0
  for (let number = 1; made < members; number++) {
    const family = planFamily(`family-${number}`, today, randomFrom(`${seed}/family ${number}`))
    for (const plan of family.slice(0, members - made)) yield plan
    made += Math.min(family.length, members - made)
  }
}

const planFamily = (id: string, today: string, random: Random): Plan[] => {
  const family = random.pick(familyNames)
  const household = {
    place: random.pick(places),
    memberNumber: `M${random.int(100_000_000, 999_999_999)}`,
  }
  const plan = (
    number: number,
    scenario: string,
    gender: 'female' | 'male',
    more: Pick<MemberRequest, 'relative' | 'relationship'> = {},
  ): Plan => {
    const person = planPerson(scenario, gender, family, today, random.fork(`person ${number}`))
    const own = `${id}-${number}`
    const request = { seed: own, today, scenario, household, ...more }
    return { id: own, request: { ...request, person: { ...person, id: own } } }
  }

  const first = pickScenario(random)
  const gender = first === 'maternity' ? 'female' : random.pick(['female', 'male'] as const)
  const subscriber = plan(1, first, gender)
  const { person } = subscriber.request
  if (!person) return [subscriber]
  const asRelative = (relationship: RelatedPersonWish['relationship']): RelatedPersonWish => {
    const { id: _own, ...rest } = person
    return { ...rest, relationship }
  }
  const spouse = random.chance(0.55)
    ? [
        plan(
          2,
          pickScenario(random, ['maternity', 'family']),
          gender === 'female' ? 'male' : 'female',
          {
            relationship: 'spouse',
            relative: asRelative('SPS'),
          },
        ),
      ]
    : []
  const parent = asRelative(gender === 'female' ? 'MTH' : 'FTH')
  const young = person.birthDate > addYears(today, -55)
  const wanted = young && random.chance(0.7) ? random.int(1, 3) : 0
  const children = Array.from({ length: wanted }, (_, index) => {
    const scenario = index === 0 && random.chance(0.2) ? 'newborn' : 'family-child'
    const childGender = random.pick(['female', 'male'] as const)
    return plan(3 + index, scenario, childGender, { relative: parent })
  })
  return [subscriber, ...spouse, ...children]
}

const pickScenario = (random: Random, without: readonly string[] = []): string => {
  const open = Object.entries(grownUps).filter(([name]) => !without.includes(name))
  let left = random.next() * open.reduce((sum, [, share]) => sum + share, 0)
  for (const [name, share] of open) {
    left -= share
    if (left < 0) return name
  }
  return 'healthy-adult'
}

const planPerson = (
  scenario: string,
  gender: 'female' | 'male',
  family: string,
  today: string,
  random: Random,
): PersonWish => {
  const { ages, bornMonthsAgo } = findScenario(scenario)
  const birthDate =
    bornMonthsAgo === undefined
      ? addDays(addYears(today, -random.int(...ages)), -random.int(1, 360))
      : addDays(today, -30 * bornMonthsAgo - random.int(1, 20))
  return { given: random.pick(givenNames[gender]), family, birthDate, gender }
}
