// The member as a Patient: C4BB and US Core at once, with the demographics both have asked for over the years.
import { usCoreProfile } from '../../vocabulary/profiles.ts'
import type { Coding } from '../codes/concept.ts'
import { concept } from '../codes/concept.ts'
import {
  ethnicities,
  genderIdentities,
  languages,
  races,
  sampleTribe,
  sexCodes,
} from '../codes/demographics.ts'
import { familyNames } from '../codes/names.ts'
import { places } from '../codes/places.ts'
import { systems } from '../codes/systems.ts'
import { addDays, addYears, later } from '../dates.ts'
import { c4bb, usCore } from '../profiles.ts'
import type { Json, Link, MemberRecord } from '../record.ts'
import { addressIn, phoneIn } from './address.ts'
import { memberIdentifier, recordIdentifier, uniqueMemberIdentifier } from './identifiers.ts'
import type { Person } from './person.ts'

/** What the Patient shows besides who it is. */
export interface PatientFacts {
  /** A day for one who has died. */
  deceased?: string
  /** Shows what few people have: a suffix, a tribe. */
  complete?: boolean
}

/** Adds the Patient. */
export const addPatient = (record: MemberRecord, person: Person, facts: PatientFacts): Link => {
  const random = record.random.fork('patient')
  const { given, second, family, gender, birthDate, place, memberNumber } = person
  const moved = later(addYears(record.today, -random.int(2, 6)), birthDate)
  const language = random.chance(0.85) ? languages[0] : languages[1]
  const race = facts.complete ? tribal : random.pick(races)
  const grown = birthDate < addYears(record.today, -18)
  const suffix = facts.complete || random.chance(0.1) ? suffixes[gender] : undefined
  return record.add('Patient', [...c4bb('Patient'), ...usCore('patient')], {
    extension: [
      ombExtension('us-core-race', race),
      ombExtension('us-core-ethnicity', random.pick(ethnicities)),
      ...(race.code === tribal.code ? [tribeExtension] : []),
      { url: usCoreProfile('us-core-birthsex'), valueCode: gender === 'female' ? 'F' : 'M' },
      { url: usCoreProfile('us-core-sex'), valueCode: sexCodes[gender] },
      ...(grown
        ? [
            {
              url: usCoreProfile('us-core-genderIdentity'),
              valueCodeableConcept: concept(systems.snomed, genderIdentities[gender]),
            },
          ]
        : []),
    ],
    identifier: [
      memberIdentifier(memberNumber),
      uniqueMemberIdentifier(`U${person.uniqueNumber}`),
      recordIdentifier(`R${random.int(1_000_000, 9_999_999)}`),
    ],
    active: true,
    name: [
      {
        use: 'official',
        text: `${given} ${family}`,
        family,
        given: [given, second],
        suffix: grown && suffix ? [suffix] : undefined,
      },
      ...(grown ? [oldName(record, person, moved)] : []),
    ],
    telecom: [
      phoneIn(place, random, 'mobile'),
      { system: 'email', value: emailOf(given, family), use: 'home' },
    ],
    gender,
    birthDate,
    ...(facts.deceased
      ? { deceasedDateTime: `${facts.deceased}T06:40:00Z` }
      : { deceasedBoolean: false }),
    address: [
      { use: 'home', ...addressIn(place, random), period: { start: moved } },
      ...(moved > birthDate
        ? [
            {
              use: 'old',
              ...addressIn(random.pick(places), random),
              period: { start: birthDate, end: addDays(moved, -1) },
            },
          ]
        : []),
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

const suffixes = { female: 'PhD', male: 'Jr.' } as const

const oldName = (record: MemberRecord, { given, birthDate }: Person, changed: string): Json => ({
  use: 'old',
  family: record.random.fork('old name').pick(familyNames),
  given: [given],
  period: { start: birthDate, end: changed },
})

const emailOf = (given: string, family: string): string =>
  `${given}.${family}@member.example`.toLowerCase().replaceAll(/[^a-z.@]/g, '')

const ombExtension = (name: string, category: Coding): Json => ({
  url: usCoreProfile(name),
  extension: [
    { url: 'ombCategory', valueCoding: category },
    { url: 'text', valueString: category.display },
  ],
})

const tribal: Coding = races.find(({ code }) => code === '1002-5') ?? { system: '', code: '' }

const tribeExtension: Json = {
  url: usCoreProfile('us-core-tribal-affiliation'),
  extension: [
    { url: 'tribalAffiliation', valueCodeableConcept: { coding: [sampleTribe] } },
    { url: 'isEnrolled', valueBoolean: true },
  ],
}
