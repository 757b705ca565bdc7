// Professionals of the directory and what they do where: qualification, languages, networks, hours.
import { concept } from '../codes/concept.ts'
import { familyNames, givenNames } from '../codes/names.ts'
import { systems } from '../codes/systems.ts'
import { addYears } from '../dates.ts'
import { npi } from '../npi.ts'
import { npiIdentifier } from '../people/identifiers.ts'
import type { Random } from '../random.ts'
import type { Json, Link } from '../record.ts'
import { type Directory, planNetExtension } from './builder.ts'
import { directoryPhone, mappedAddress, officeHours } from './contact.ts'
import { type Accepting, acceptingPatients } from './extensions.ts'
import type { Facility } from './facilities.ts'
import type { PlanSide } from './plan.ts'
import { type Specialty, specialties } from './specialties.ts'

/** Adds so many professionals, each with one role, every fifth with a second one. */
export const addProfessionals = (
  directory: Directory,
  side: PlanSide,
  facilities: readonly Facility[],
  count: number,
): void => {
  const everyTwenty = specialties.flatMap(each => Array.from({ length: each.share }, () => each))
  const staffed = facilities.filter(({ kind }) => kind !== 'pharmacy' && kind !== 'laboratory')
  for (let number = 1; number <= count; number++) {
    const random = directory.random.fork(`professional ${number}`)
    const specialty = everyTwenty[(number - 1) % everyTwenty.length]
    if (!specialty) continue
    const suited = staffed.filter(({ kind }) => worksIn(specialty, kind))
    // One in forty works at the plan's own health center, the first of all among them.
    const own = number % 40 === 1 && worksIn(specialty, 'clinic') ? facilities[0] : undefined
    const facility = own ?? random.pick(suited)
    const who = addPractitioner(directory, side, specialty, facility, number, random)
    addRole(directory, side, specialty, facility, who, `${number}`, random)
    if (number % 5 === 0) {
      addRole(directory, side, specialty, random.pick(suited), who, `${number}-2`, random)
    }
  }
}

const worksIn = ({ category }: Specialty, kind: Facility['kind']): boolean => {
  if (category === 'dent') return kind === 'dental'
  if (category === 'vis') return kind === 'vision'
  if (category === 'behav') return kind === 'behavioral' || kind === 'clinic'
  if (category === 'hosp') return kind === 'hospital'
  return kind === 'clinic' || kind === 'hospital'
}

const languages = [
  { code: 'en', text: 'English', proficiency: '50' },
  { code: 'es', text: 'Spanish', proficiency: '30' },
  { code: 'fr', text: 'French', proficiency: '20' },
  { code: 'ar', text: 'Arabic', proficiency: '40' },
] as const

const addPractitioner = (
  directory: Directory,
  side: PlanSide,
  specialty: Specialty,
  { place }: Facility,
  number: number,
  random: Random,
): Link => {
  const gender = random.pick(['female', 'male'] as const)
  const given = random.pick(givenNames[gender])
  const family = random.pick(familyNames)
  const spoken = random.chance(0.4)
    ? [languages[0], random.pick(languages.slice(1))]
    : [languages[0]]
  return directory.add('Practitioner', 'Practitioner', `directory-practitioner-${number}`, {
    identifier: [npiIdentifier(npi(101_000 + number))],
    active: true,
    name: [
      {
        use: 'official',
        text: `${given} ${family}, ${specialty.credential}`,
        family,
        given: [given],
        suffix: [specialty.credential],
      },
    ],
    telecom: [directoryPhone(place, random)],
    address: [mappedAddress(place, random)],
    gender,
    qualification: [qualificationOf(directory, side, specialty, number)],
    communication: spoken.map(({ code, text, proficiency }) => ({
      extension: [
        planNetExtension('communication-proficiency', {
          valueCodeableConcept: concept(systems.languageProficiency, proficiency),
        }),
      ],
      coding: [{ system: systems.language, code }],
      text,
    })),
  })
}

const qualificationOf = (
  directory: Directory,
  side: PlanSide,
  { nucc, text, degree }: Specialty,
  number: number,
): Json => ({
  extension: [
    planNetExtension('practitioner-qualification', {
      extension: [
        { url: 'status', valueCode: 'active' },
        { url: 'whereValid', valueCodeableConcept: concept(systems.states, 'OH') },
      ],
    }),
  ],
  identifier: [{ system: systems.directoryId, value: `LIC-${number}` }],
  code: degree
    ? concept(systems.degree, degree, text)
    : concept(systems.nucc, nucc, undefined, text),
  period: { start: addYears(directory.today, -8) },
  issuer: side.administrator,
})

const accepting: readonly Accepting[] = [
  'newpt',
  'newpt',
  'newpt',
  'existptonly',
  'existptfam',
  'nopt',
]

const addRole = (
  directory: Directory,
  side: PlanSide,
  specialty: Specialty,
  facility: Facility,
  practitioner: Link,
  key: string,
  random: Random,
): void => {
  const { place, networks, organization, location, service } = facility
  const nucc = concept(systems.nucc, specialty.nucc, undefined, specialty.text)
  const network = random.pick(networks) // the profile has room for one
  directory.add('PractitionerRole', 'PractitionerRole', `directory-role-${key}`, {
    extension: [
      acceptingPatients(random.pick(accepting), network),
      planNetExtension('network-reference', { valueReference: network }),
      planNetExtension('qualification', {
        extension: [
          {
            url: 'identifier',
            valueIdentifier: { system: systems.directoryId, value: `Q-${key}` },
          },
          { url: 'code', valueCodeableConcept: nucc },
          { url: 'issuer', valueReference: side.administrator },
          { url: 'status', valueCode: 'active' },
          { url: 'period', valuePeriod: { start: addYears(directory.today, -6) } },
          { url: 'whereValid', valueCodeableConcept: concept(systems.states, 'OH') },
        ],
      }),
    ],
    identifier: [
      {
        type: concept(systems.identifierType, 'XX', 'Role'),
        system: systems.directoryId,
        value: `ROLE-${key}`,
      },
    ],
    active: true,
    period: { start: addYears(directory.today, -4) },
    practitioner,
    organization,
    code: [concept(systems.providerRole, specialty.role)],
    specialty: [nucc],
    location: [location],
    healthcareService: [service],
    telecom: [directoryPhone(place, random, organization)],
    ...officeHours(directory.today),
    endpoint: [side.portalEndpoint],
  })
}
