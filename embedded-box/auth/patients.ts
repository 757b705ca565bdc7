// Whose records a User may share: their own, and those a RelatedPerson of this box lets them act for. The one place for this rule.

import type { Reference, Resource, User } from '../../vocabulary/aidbox.ts'
import { planApiSystems } from '../../vocabulary/client-details.ts'
import { type Delegation, holds, usualAgeOfMajority } from '../../vocabulary/delegation.ts'
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
  relationship?: { coding?: { code?: string }[] }[]
  identifier?: { system?: string; value?: string }[]
}

interface Patient extends Resource {
  resourceType: 'Patient'
  birthDate?: string
}

/** A delegation as it is stored; whether it holds depends on the day. */
export interface KnownDelegation extends Delegation {
  relatedPerson: string
  patient: string
}

/** The patients this User may share now, own record first. */
export const patientsOf = async (
  box: Box,
  user: User & { id: string },
  tx?: Sql,
): Promise<PatientChoice[]> => {
  const own = idIn(user.fhirUser, 'Patient')
  const isThere = own !== undefined && (await box.resources.get('Patient', own, tx)) !== undefined
  const choices: PatientChoice[] = isThere ? [{ patient: own, by: 'self' }] : []
  for (const delegation of await delegationsTo(box, user.id, tx)) {
    const { patient, relatedPerson } = delegation
    if (patient === own || choices.some(choice => choice.patient === patient)) continue
    if (stillHolds(box, delegation)) choices.push({ patient, by: { relatedPerson } })
  }
  return choices
}

/** All that was delegated to a User, for patients that are there. */
export const delegationsTo = async (
  box: Box,
  user: string,
  tx?: Sql,
): Promise<KnownDelegation[]> => {
  const related = await box.resources.find<RelatedPerson>(
    'RelatedPerson',
    { identifier: `${planApiSystems.userId}|${user}` },
    tx,
  )
  const found: KnownDelegation[] = []
  for (const person of related) {
    const id = idIn(person.patient, 'Patient')
    const patient =
      id && actsFor(person, user) ? await box.resources.get<Patient>('Patient', id, tx) : undefined
    if (!patient) continue
    found.push({
      relatedPerson: person.id,
      patient: patient.id,
      relationship: (person.relationship ?? []).flatMap(({ coding = [] }) =>
        coding.flatMap(({ code }) => (code === undefined ? [] : [code])),
      ),
      ...(person.period ? { period: person.period } : {}),
      ...(patient.birthDate === undefined ? {} : { birthDate: patient.birthDate }),
    })
  }
  return found
}

/** Whether a delegation holds today. */
export const stillHolds = (box: Box, delegation: Delegation): boolean =>
  holds(delegation, box.clock(), box.config.ageOfMajority ?? usualAgeOfMajority)

/** The id of a reference to one type: `Patient/x` (relative) gives `x`. */
export const idIn = (reference: Reference | undefined, type: string): string | undefined => {
  const [named, id, ...more] = reference?.reference?.split('/') ?? []
  return named === type && id && more.length === 0 ? id : undefined
}

// The search found it; a security decision looks at the resource itself.
const actsFor = ({ active, identifier = [] }: RelatedPerson, user: string): boolean =>
  active !== false &&
  identifier.some(({ system, value }) => system === planApiSystems.userId && value === user)
