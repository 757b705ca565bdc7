// Where the data came from: one Provenance for each type of data, written by a professional, sent by the plan.
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { at } from '../dates.ts'
import type { Providers } from '../people/providers.ts'
import { usCore } from '../profiles.ts'
import type { MemberRecord } from '../record.ts'

const tracedTypes = [
  'AllergyIntolerance',
  'CarePlan',
  'CareTeam',
  'Condition',
  'Device',
  'DiagnosticReport',
  'DocumentReference',
  'Encounter',
  'Goal',
  'Immunization',
  'MedicationDispense',
  'MedicationRequest',
  'Observation',
  'Patient',
  'Procedure',
  'ServiceRequest',
] as const

/** Traces everything that was added; what is sensitive is left out, or it would hide its neighbours' provenance. */
export const addProvenance = (record: MemberRecord, providers: Providers): void => {
  const physician = providers.practitioner('physician')
  const clinic = providers.organization('clinic')
  const plan = providers.organization('plan')
  for (const type of tracedTypes) {
    const target = record.resources
      .filter(({ resourceType, meta }) => resourceType === type && !meta?.security)
      .map(({ id }) => ({ reference: `${type}/${id}` }))
    if (target.length === 0) continue
    record.add('Provenance', usCore('provenance'), {
      target,
      recorded: at(record.today, '00:00:00'),
      agent: [
        {
          type: concept(systems.provenanceAgent, 'author', 'Author'),
          who: physician,
          onBehalfOf: clinic,
        },
        {
          type: concept(systems.provenanceTransmitter, 'transmitter', 'Transmitter'),
          who: plan,
          onBehalfOf: plan,
        },
      ],
    })
  }
}
