// People around the member: a parent or a spouse, as C4BB (payee, subscriber) and US Core describe them.
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { c4bb, usCore } from '../profiles.ts'
import type { Json, Link, MemberRecord } from '../record.ts'
import { addressIn, phoneIn } from './address.ts'
import type { Person } from './person.ts'
import type { NamedLink } from './providers.ts'

export interface RelatedPersonWish {
  /** HL7 RoleCode: mother, father, spouse, child, sister. */
  relationship: 'MTH' | 'FTH' | 'SPS' | 'CHILD' | 'SIS'
  given: string
  family: string
  gender: 'female' | 'male'
  birthDate?: string
  /** On the care team as caregiver; one who is alone on the record always is. */
  caregiver?: boolean
  /** Says which User acts for the member. */
  identifier?: { system: string; value: string }
}

/** Adds someone who is related to the member. */
export const addRelatedPerson = (
  record: MemberRecord,
  patient: Link,
  person: Person,
  wish: RelatedPersonWish,
): NamedLink => {
  const random = record.random.fork(`related ${wish.relationship}`)
  const text = `${wish.given} ${wish.family}`
  const body: Json = {
    identifier: wish.identifier ? [wish.identifier] : undefined,
    active: true,
    patient,
    relationship: [concept(systems.roleCode, wish.relationship)],
    name: [{ use: 'official', text, family: wish.family, given: [wish.given] }],
    telecom: [phoneIn(person.place, random, 'mobile')],
    gender: wish.gender,
    birthDate: wish.birthDate,
    address: [{ use: 'home', ...addressIn(person.place, random) }],
  }
  const profiles = [...c4bb('RelatedPerson'), ...usCore('relatedperson')]
  return { ...record.add('RelatedPerson', profiles, body), display: text }
}
