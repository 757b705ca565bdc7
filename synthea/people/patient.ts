// The member as a Patient: C4BB and US Core at once, with the demographics both have asked for over the years.
import { usCoreProfile } from '../../vocabulary/profiles.ts'
import type { Coding } from '../codes/concept.ts'
import { ethnicities, languages, races, sexCodes } from '../codes/demographics.ts'
import { familyNames, givenNames } from '../codes/names.ts'
import { type Place, places } from '../codes/places.ts'
import { systems } from '../codes/systems.ts'
import { addDays, addYears, later } from '../dates.ts'
import { c4bb, usCore } from '../profiles.ts'
import type { Random } from '../random.ts'
import type { Json, Link, MemberRecord } from '../record.ts'
import { addressIn, phoneIn } from './address.ts'
import { memberIdentifier, recordIdentifier, uniqueMemberIdentifier } from './identifiers.ts'

/** What may be said about a person beforehand. */
export interface PersonWish {
  given: string
  family: string
  birthDate: string
  gender: 'female' | 'male'
  id?: string
}

/** A person as the rest of the record needs to know them. */
export interface Person extends PersonWish {
  memberNumber: string
  place: Place
}

/** Decides who the member is; a wish settles name, birth date and gender. */
export const makePerson = (
  random: Random,
  today: string,
  ages: readonly [number, number],
  wish?: PersonWish,
): Person => {
  const gender = random.pick(['female', 'male'] as const)
  const birthDate = addDays(addYears(today, -random.int(...ages)), -random.int(1, 360))
  const invented = {
    gender,
    birthDate,
    given: random.pick(givenNames[gender]),
    family: random.pick(familyNames),
  }
  return {
    ...(wish ?? invented),
    memberNumber: `M${random.int(100_000_000, 999_999_999)}`,
    place: random.pick(places),
  }
}

/** Adds the Patient. */
export const addPatient = (record: MemberRecord, person: Person): Link => {
  const random = record.random.fork('patient')
  const { given, family, gender, birthDate, place, memberNumber } = person
  const moved = later(addYears(record.today, -random.int(2, 6)), birthDate)
  const second = random.pick(givenNames[gender])
  const language = random.chance(0.85) ? languages[0] : languages[1]
  return record.add('Patient', [...c4bb('Patient'), ...usCore('patient')], {
    extension: [
      ombExtension('us-core-race', random.pick(races)),
      ombExtension('us-core-ethnicity', random.pick(ethnicities)),
      { url: usCoreProfile('us-core-birthsex'), valueCode: gender === 'female' ? 'F' : 'M' },
      { url: usCoreProfile('us-core-sex'), valueCode: sexCodes[gender] },
    ],
    identifier: [
      memberIdentifier(memberNumber),
      uniqueMemberIdentifier(`U${memberNumber.slice(1)}`),
      recordIdentifier(`R${random.int(1_000_000, 9_999_999)}`),
    ],
    active: true,
    name: [{ use: 'official', text: `${given} ${family}`, family, given: [given, second] }],
    telecom: [
      phoneIn(place, random, 'mobile'),
      { system: 'email', value: emailOf(given, family), use: 'home' },
    ],
    gender,
    birthDate,
    deceasedBoolean: false,
    address: [
      { use: 'home', ...addressIn(place, random), period: { start: moved } },
      {
        use: 'old',
        ...addressIn(random.pick(places), random),
        period: { start: birthDate, end: moved },
      },
    ],
    communication: [
      {
        language: {
          coding: [{ system: systems.language, code: language?.code }],
          text: language?.text,
        },
        preferred: true,
      },
    ],
  })
}

const emailOf = (given: string, family: string): string =>
  `${given}.${family}@member.example`.toLowerCase().replaceAll(/[^a-z.@]/g, '')

const ombExtension = (name: string, category: Coding): Json => ({
  url: usCoreProfile(name),
  extension: [
    { url: 'ombCategory', valueCoding: category },
    { url: 'text', valueString: category.display },
  ],
})
