// The clinical record of a member, part by part, each built on what stands before it.
import type { HealthEvent } from '../claims/history.ts'
import type { Person } from '../people/person.ts'
import type { NamedLink, Providers } from '../people/providers.ts'
import type { MemberRecord } from '../record.ts'
import type { Scenario } from '../scenarios.ts'
import { addAllergy, addCarePlanning } from './care.ts'
import type { Chart } from './chart.ts'
import { addProblems } from './conditions.ts'
import { addConfidentialCare } from './confidential.ts'
import { addDocuments } from './documents.ts'
import { addVisits } from './encounters.ts'
import { addFindings } from './findings.ts'
import { addGrowth } from './growth.ts'
import { addImmunizations } from './immunizations.ts'
import { addLaboratory } from './laboratory.ts'
import { addMedications } from './medications.ts'
import { addProcedures } from './procedures.ts'
import { addProvenance } from './provenance.ts'
import { addRarities } from './rarities.ts'
import { addScreening } from './screening.ts'
import { addSocialHistory } from './social-history.ts'
import { addVitals } from './vitals.ts'

/** Who and what a clinical record is about. */
export interface ClinicalInput {
  record: MemberRecord
  patient: NamedLink
  person: Person
  providers: Providers
  scenario: Scenario
  events: readonly HealthEvent[]
  /** Who cares for the member, when someone does. */
  caregiver: NamedLink | undefined
}

/** Adds the clinical record, or nothing when the scenario has none. */
export const addClinicalRecord = (input: ClinicalInput): void => {
  const { record, patient, person, providers, scenario, events } = input
  if (!scenario.clinical) return
  const problems = addProblems(record, patient, person, scenario)
  const visits = addVisits(record, patient, providers, events, problems)
  const chart: Chart = { ...input, facts: scenario.clinical, problems, visits }
  addAllergy(chart)
  addVitals(chart)
  addLaboratory(chart)
  addMedications(chart)
  addImmunizations(chart)
  addProcedures(chart)
  addSocialHistory(chart)
  addScreening(chart)
  addFindings(chart)
  addDocuments(chart)
  addGrowth(chart)
  if (scenario.clinical.complete) addRarities(chart)
  if (scenario.clinical.sensitive) addConfidentialCare(chart)
  addCarePlanning(chart, input.caregiver)
  addProvenance(record, providers)
}
