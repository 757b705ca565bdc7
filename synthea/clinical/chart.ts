// What the clinical part of a record is written from: the member, the staff, the visits.
import type { HealthEvent } from '../claims/history.ts'
import type { ClaimTemplate } from '../claims/template.ts'
import type { DiagnosisName } from '../codes/diagnoses.ts'
import type { Person } from '../people/person.ts'
import type { NamedLink, Providers } from '../people/providers.ts'
import type { Link, MemberRecord } from '../record.ts'
import type { Scenario } from '../scenarios.ts'

export interface Chart {
  record: MemberRecord
  patient: NamedLink
  person: Person
  providers: Providers
  scenario: Scenario
  facts: NonNullable<Scenario['clinical']>
  events: readonly HealthEvent[]
  /** Problem list entries, by diagnosis. */
  problems: ReadonlyMap<DiagnosisName, Link>
  visits: readonly Visit[]
}

/** An encounter and the claim template it came from. */
export interface Visit {
  day: string
  end: string
  kind: NonNullable<ClaimTemplate['visit']>
  template: ClaimTemplate
  encounter: Link
  /** The Condition it was about. */
  diagnosis: Link | undefined
}
