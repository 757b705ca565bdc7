// Whose records a User may share or read: their own, and those a RelatedPerson lets them act for. The App's one place for it.
// The box asks the same again before it issues a code: a choice made here is never taken on trust there.
import type { Resource, Stored, User } from '../vocabulary/aidbox.ts'
import { planApiSystems } from '../vocabulary/client-details.ts'
import type { BoxClient } from './box-client.ts'
import { isRecord, listAt, referencedId, textAt } from './json.ts'

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
): Promise<Actable[]> => {
  const own = referencedId(user.fhirUser, 'Patient')
  const related = await box.searchAll('RelatedPerson', {
    identifier: `${planApiSystems.userId}|${user.id}`,
  })
  const wanted: Omit<Actable, 'name'>[] = own ? [{ id: own, relationship: 'self' }] : []
  for (const person of related) {
    const patient = referencedId(person.patient, 'Patient')
    // The search found it; a security decision looks at the resource itself.
    if (!patient || wanted.some(({ id }) => id === patient)) continue
    if (!actsFor(person, user.id) || !isOngoing(person, now)) continue
    const until = textAt(person.period, 'end')
    wanted.push({
      id: patient,
      relationship: relationshipOf(person),
      ...(until === undefined ? {} : { until }),
    })
  }
  const patients = await Promise.all(wanted.map(({ id }) => box.read('Patient', id)))
  return wanted.flatMap((entry, index) => {
    const patient = patients[index]
    return patient ? [{ ...entry, name: nameOf(patient) }] : []
  })
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

const isOngoing = ({ period }: Resource, now: Date): boolean => {
  if (period !== undefined && !isRecord(period)) return false
  const [start, end] = [textAt(period, 'start'), textAt(period, 'end')]
  return (
    (start === undefined || compare(start, now) <= 0) &&
    (end === undefined || compare(end, now) >= 0)
  )
}

// FHIR dates may be partial: compared at the precision that was written, so an end on today's date still counts.
// A time that cannot be read compares as NaN, which is neither: the delegation does not count.
const compare = (written: string, now: Date): number => {
  if (written.length > 10) return new Date(written).getTime() - now.getTime()
  const today = now.toISOString().slice(0, written.length)
  return written < today ? -1 : written > today ? 1 : 0
}

const relationshipOf = (person: Resource): string => {
  const [concept] = listAt(person, 'relationship')
  const [coding] = listAt(concept, 'coding')
  return textAt(concept, 'text') ?? textAt(coding, 'display') ?? textAt(coding, 'code') ?? 'other'
}
