// Where the data came from: one Provenance for each type of data, written by a professional, sent by the plan.
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { at } from '../dates.ts'
import type { OrganizationName, PractitionerName } from '../people/provider-table.ts'
import type { Providers } from '../people/providers.ts'
import { usCore } from '../profiles.ts'
import type { MemberRecord } from '../record.ts'

// Who wrote it, by type: the doctor's office, unless the pharmacy, the laboratory or the plan did. Contracts are the plan's
// own, and who a member is was taken down at the desk: nobody in particular wrote those.
const authors: Record<string, readonly [PractitionerName | undefined, OrganizationName]> = {
  AllergyIntolerance: ['physician', 'clinic'],
  CarePlan: ['physician', 'clinic'],
  CareTeam: ['physician', 'clinic'],
  Condition: ['physician', 'clinic'],
  Coverage: [undefined, 'plan'],
  Device: ['physician', 'clinic'],
  DiagnosticReport: ['physician', 'clinic'],
  DocumentReference: ['physician', 'clinic'],
  Encounter: ['physician', 'clinic'],
  Goal: ['physician', 'clinic'],
  Immunization: ['physician', 'clinic'],
  MedicationDispense: ['pharmacist', 'pharmacy'],
  MedicationRequest: ['physician', 'clinic'],
  Observation: ['physician', 'clinic'],
  Patient: [undefined, 'clinic'],
  Procedure: ['physician', 'clinic'],
  QuestionnaireResponse: ['physician', 'clinic'],
  RelatedPerson: ['physician', 'clinic'],
  ServiceRequest: ['physician', 'clinic'],
  Specimen: ['physician', 'laboratory'],
}

/** Traces everything that was added; what is sensitive is left out, or it would hide its neighbours' provenance. */
export const addProvenance = (record: MemberRecord, providers: Providers): void => {
  const plan = providers.organization('plan')
  for (const [type, [author, organization]] of Object.entries(authors)) {
    const target = record.resources
      .filter(({ resourceType, meta }) => resourceType === type && !meta?.security)
      .map(({ id }) => ({ reference: `${type}/${id}` }))
    if (target.length === 0) continue
    const onBehalfOf = providers.organization(organization)
    record.add('Provenance', usCore('provenance'), {
      target,
      recorded: at(record.today, '00:00:00'),
      agent: [
        {
          type: concept(systems.provenanceAgent, 'author', 'Author'),
          who: author ? providers.practitioner(author) : onBehalfOf,
          onBehalfOf,
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
