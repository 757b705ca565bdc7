// Encounters: one for each claim that a visit led to, with the diagnosis it was about.
import type { HealthEvent } from '../claims/history.ts'
import { claimTemplates } from '../claims/templates.ts'
import { type Concept, concept } from '../codes/concept.ts'
import { clinicalDiagnosis, type DiagnosisName } from '../codes/diagnoses.ts'
import { systems } from '../codes/systems.ts'
import { addDays, at } from '../dates.ts'
import type { NamedLink, Providers } from '../people/providers.ts'
import { usCore } from '../profiles.ts'
import type { Link, MemberRecord } from '../record.ts'
import type { Visit } from './chart.ts'
import { addEncounterDiagnosis } from './conditions.ts'

const kinds: Record<Visit['kind'], { class: string; type: Concept }> = {
  checkup: { class: 'AMB', type: concept(systems.snomed, '185349003', 'Encounter for check up') },
  followUp: { class: 'AMB', type: concept(systems.snomed, '390906007', 'Follow-up encounter') },
  emergency: {
    class: 'EMER',
    type: concept(systems.snomed, '50849002', 'Emergency room admission'),
  },
  stay: { class: 'IMP', type: concept(systems.snomed, '32485007', 'Hospital admission') },
}

/** Adds the visits behind the claims, oldest first. */
export const addVisits = (
  record: MemberRecord,
  patient: NamedLink,
  providers: Providers,
  events: readonly HealthEvent[],
  problems: ReadonlyMap<DiagnosisName, Link>,
): Visit[] => {
  const random = record.random.fork('visits')
  const visits: Visit[] = []
  for (const event of events) {
    if (!('claim' in event)) continue
    const template = claimTemplates[event.claim]
    const kind = template.visit
    if (!kind || template.sensitive) continue
    const { day } = event
    const end = addDays(day, 'nights' in template ? (template.nights ?? 0) : 0)
    const reason =
      template.diagnoses.map(name => problems.get(name)).find(Boolean) ??
      // Without a standing problem, what the visit before it found, as far as it is the same.
      visits.findLast(visit => visit.template.diagnoses[0] === template.diagnoses[0])?.diagnosis
    const first = template.diagnoses[0]
    const encounter = record.add('Encounter', usCore('encounter'), {
      identifier: [
        { system: systems.encounterId, value: `V${random.int(10_000_000, 99_999_999)}` },
      ],
      status: 'finished',
      class: { system: systems.actCode, code: kinds[kind].class },
      type: [kinds[kind].type],
      subject: patient,
      participant: [
        {
          type: [concept(systems.participation, kind === 'stay' ? 'ATND' : 'PPRF')],
          period: { start: at(day, '09:00:00'), end: at(end, '09:40:00') },
          individual: providers.practitioner(template.by),
        },
      ],
      period: { start: at(day, '09:00:00'), end: at(end, '09:40:00') },
      reasonCode: first && [clinicalDiagnosis(first)],
      reasonReference: reason && [reason],
      hospitalization:
        kind === 'stay'
          ? { dischargeDisposition: concept(systems.dischargeDisposition, 'home', 'Home') }
          : undefined,
      location: [{ location: providers.location(template.billedBy) }],
      serviceProvider: providers.organization(template.billedBy),
    })
    const diagnosis = addEncounterDiagnosis(
      record,
      patient,
      { day, end, template, encounter },
      problems,
    )
    visits.push({ day, end, kind, template, encounter, diagnosis })
  }
  return visits
}
