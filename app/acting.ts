// Whose records a User may share or read: their own, and those a RelatedPerson lets them act for. The App's one place for it.
// The box asks the same again before it issues a code: a choice made here is never taken on trust there.
import type { Resource, Stored, User } from '../vocabulary/aidbox.ts'
import { planApiSystems } from '../vocabulary/client-details.ts'
import { type Delegation, holds } from '../vocabulary/delegation.ts'
import type { BoxClient } from './box-client.ts'
import { listAt, referencedId, textAt } from './json.ts'

/** A patient somebody may act for. */
export interface Actable {
  id: string
  name: string
  /** `self`, or the RelatedPerson's own words. */
  relationship: string
  /** When the delegation ends (FHIR date or time), if it says so. */
  until?: string
}

/** The patients a User may act for now, own record first. */
export const patientsOf = async (
  box: BoxClient,
  user: Pick<User, 'fhirUser'> & { id: string },
  now: Date,
  ageOfMajority: number,
): Promise<Actable[]> => {
  const own = referencedId(user.fhirUser, 'Patient')
  const related = await box.searchAll('RelatedPerson', {
    identifier: `${planApiSystems.userId}|${user.id}`,
  })
  // The search found them; a security decision looks at the resource itself.
  const named = related
    .filter(person => actsFor(person, user.id))
    .flatMap(person => {
      const id = referencedId(person.patient, 'Patient')
      return id && id !== own ? [{ person, id }] : []
    })
  const ids = [...new Set([...(own ? [own] : []), ...named.map(({ id }) => id)])]
  const read = await Promise.all(ids.map(id => box.read('Patient', id)))
  return read.flatMap((patient): Actable[] => {
    if (!patient) return []
    const known = { id: patient.id, name: nameOf(patient) }
    if (patient.id === own) return [{ ...known, relationship: 'self' }]
    const birthDate = textAt(patient, 'birthDate')
    const holding = named.find(
      ({ person, id }) =>
        id === patient.id && holds(delegationOf(person, birthDate), now, ageOfMajority),
    )?.person
    if (!holding) return []
    const until = textAt(holding.period, 'end')
    return [
      {
        ...known,
        relationship: relationshipOf(holding),
        ...(until === undefined ? {} : { until }),
      },
    ]
  })
}

const atOnce = 25

/** For each of these Users the patients of others that they may act for now; two searches for many Users. */
export const delegatedTo = async (
  box: BoxClient,
  users: readonly string[],
  now: Date,
  ageOfMajority: number,
): Promise<Map<string, Set<string>>> => {
  const may = new Map<string, Set<string>>(users.map(user => [user, new Set()]))
  for (let start = 0; start < users.length; start += atOnce) {
    const some = users.slice(start, start + atOnce)
    const related = await box.searchAll('RelatedPerson', {
      identifier: some.map(user => `${planApiSystems.userId}|${user}`).join(','),
    })
    const named = related.flatMap(person => {
      const patient = referencedId(person.patient, 'Patient')
      return patient ? [{ person, patient }] : []
    })
    const ids = [...new Set(named.map(({ patient }) => patient))]
    const patients = ids.length > 0 ? await box.searchAll('Patient', { _id: ids.join(',') }) : []
    const births = new Map(patients.map(patient => [patient.id, textAt(patient, 'birthDate')]))
    for (const { person, patient } of named)
      if (
        births.has(patient) &&
        holds(delegationOf(person, births.get(patient)), now, ageOfMajority)
      )
        for (const user of some) if (actsFor(person, user)) may.get(user)?.add(patient)
  }
  return may
}

/** A person's name as it is written on a page; the id when there is none. */
export const nameOf = (person: Stored): string => {
  const names = listAt(person, 'name')
  const name = names.find(one => textAt(one, 'use') === 'official') ?? names[0]
  const parts = [...listAt(name, 'given'), textAt(name, 'family')].filter(Boolean)
  return textAt(name, 'text') ?? (parts.join(' ') || person.id)
}

const actsFor = (person: Resource, user: string): boolean =>
  person.active !== false &&
  listAt(person, 'identifier').some(
    identifier =>
      textAt(identifier, 'system') === planApiSystems.userId &&
      textAt(identifier, 'value') === user,
  )

/** When a RelatedPerson holds, as `holds` asks it. */
export const delegationOf = (
  { period, relationship }: Resource,
  birthDate: string | undefined,
): Delegation => {
  const [start, end] = [textAt(period, 'start'), textAt(period, 'end')]
  return {
    period: { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) },
    relationship: listAt({ relationship }, 'relationship').flatMap(concept =>
      listAt(concept, 'coding').flatMap(coding => textAt(coding, 'code') ?? []),
    ),
    ...(birthDate === undefined ? {} : { birthDate }),
  }
}

/** Mother, guardian …: the words or the code that it carries. */
export const relationshipOf = (person: Resource): string => {
  const [concept] = listAt(person, 'relationship')
  const [coding] = listAt(concept, 'coding')
  return textAt(concept, 'text') ?? textAt(coding, 'display') ?? textAt(coding, 'code') ?? 'other'
}
