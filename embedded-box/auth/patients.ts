// Whose records a User may share: their own, and those a RelatedPerson of this box lets them act for. The one place for this rule.

import type { Reference, Resource, User } from '../../vocabulary/aidbox.ts'
import { planApiSystems } from '../../vocabulary/client-details.ts'
import type { Box } from '../box.ts'
import type { Sql } from '../storage/sql.ts'

export interface PatientChoice {
  patient: string
  /** Own record, or the RelatedPerson that says who may act. */
  by: 'self' | { relatedPerson: string }
}

interface RelatedPerson extends Resource {
  resourceType: 'RelatedPerson'
  active?: boolean
  patient?: Reference
  period?: { start?: string; end?: string }
  identifier?: { system?: string; value?: string }[]
}

/** The patients this User may share now, own record first. */
export const patientsOf = async (
  box: Box,
  user: User & { id: string },
  tx?: Sql,
): Promise<PatientChoice[]> => {
  const own = idIn(user.fhirUser, 'Patient')
  const choices: PatientChoice[] = own ? [{ patient: own, by: 'self' }] : []
  const related = await box.resources.find<RelatedPerson>(
    'RelatedPerson',
    { identifier: `${planApiSystems.userId}|${user.id}` },
    tx,
  )
  for (const person of related) {
    const patient = idIn(person.patient, 'Patient')
    if (!patient || choices.some(choice => choice.patient === patient)) continue
    if (actsFor(person, user.id) && isOngoing(person, box.clock()))
      choices.push({ patient, by: { relatedPerson: person.id } })
  }
  const present: PatientChoice[] = []
  for (const choice of choices)
    if (await box.resources.get('Patient', choice.patient, tx)) present.push(choice)
  return present
}

/** The id of a reference to one type: `Patient/x` (relative) gives `x`. */
export const idIn = (reference: Reference | undefined, type: string): string | undefined => {
  const [named, id, ...more] = reference?.reference?.split('/') ?? []
  return named === type && id && more.length === 0 ? id : undefined
}

// The search found it; a security decision looks at the resource itself.
const actsFor = ({ active, identifier = [] }: RelatedPerson, user: string): boolean =>
  active !== false &&
  identifier.some(({ system, value }) => system === planApiSystems.userId && value === user)

const isOngoing = ({ period }: RelatedPerson, now: Date): boolean =>
  (period?.start === undefined || compare(period.start, now) <= 0) &&
  (period?.end === undefined || compare(period.end, now) >= 0)

// FHIR dates may be partial: compared at the precision that was written, so an end on today's date still counts.
// A time that cannot be read compares as NaN, which is neither: the delegation does not count.
const compare = (written: string, now: Date): number => {
  if (written.length > 10) return new Date(written).getTime() - now.getTime()
  const today = now.toISOString().slice(0, written.length)
  return written < today ? -1 : written > today ? 1 : 0
}
