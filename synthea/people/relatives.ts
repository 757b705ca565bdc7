// The people around a member: those the scenario names, or the one who was asked for.
import { familyNames, givenNames } from '../codes/names.ts'
import { addYears } from '../dates.ts'
import type { MemberRecord } from '../record.ts'
import type { Scenario } from '../scenarios.ts'
import type { Person } from './person.ts'
import type { NamedLink } from './providers.ts'
import { addRelatedPerson, type RelatedPersonWish } from './related-person.ts'

export interface Relatives {
  first?: NamedLink
  caregiver?: NamedLink
}

/** Adds the relatives; the first is the subscriber of a dependant, or who may have paid a bill. */
export const addRelatives = (
  record: MemberRecord,
  patient: NamedLink,
  person: Person,
  scenario: Scenario,
  request: { relative?: RelatedPersonWish },
): Relatives => {
  const wishes = request.relative
    ? [{ ...request.relative, caregiver: true }]
    : (scenario.relatives ?? []).map(each => invented(record, person, each))
  const made = wishes.map(wish => ({
    wish,
    link: addRelatedPerson(record, patient, person, wish),
  }))
  const caregiver = made.find(({ wish }) => wish.caregiver)
  return {
    ...(made[0] ? { first: made[0].link } : {}),
    ...(caregiver ? { caregiver: caregiver.link } : {}),
  }
}

const genders = { MTH: 'female', FTH: 'male', SIS: 'female' } as const

/** How much older a relative is than the member, in years. */
const ageGaps = { MTH: 28, FTH: 30, SPS: 1, SIS: -3, CHILD: -29 } as const

const invented = (
  record: MemberRecord,
  person: Person,
  wish: Pick<RelatedPersonWish, 'relationship' | 'caregiver'>,
): RelatedPersonWish => {
  const { relationship } = wish
  const random = record.random.fork(`relative ${relationship}`)
  const gender =
    relationship === 'SPS'
      ? person.gender === 'female'
        ? 'male'
        : 'female'
      : relationship === 'CHILD'
        ? random.pick(['female', 'male'] as const)
        : genders[relationship]
  const birthDate = addYears(person.birthDate, -ageGaps[relationship])
  return {
    ...wish,
    given: random.pick(givenNames[gender]),
    family: relationship === 'SIS' ? random.pick(familyNames) : person.family,
    gender,
    birthDate: birthDate < record.today ? birthDate : record.today,
  }
}
