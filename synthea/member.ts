// One synthetic member: who they are, how they are insured, what happened, and what it cost.
import type { Resource } from '../vocabulary/aidbox.ts'
import { openLedger } from './claims/benefits.ts'
import { addAuthorizations, addClaims } from './claims/history.ts'
import { addClinicalRecord } from './clinical/record.ts'
import { addMonths, later, yearOf } from './dates.ts'
import { addCoverage } from './people/coverage.ts'
import { addPatient } from './people/patient.ts'
import { type Household, makePerson, type PersonWish } from './people/person.ts'
import { makeProviders, type NamedLink } from './people/providers.ts'
import type { RelatedPersonWish } from './people/related-person.ts'
import { addRelatives } from './people/relatives.ts'
import { randomFrom } from './random.ts'
import { dayMonthsAgo } from './random-day.ts'
import { startRecord } from './record.ts'
import { findScenario, type Scenario } from './scenarios.ts'
import { eventsOf } from './timeline.ts'

export interface MemberRequest {
  /** Any text; the same seed and day give the same member. */
  seed: string
  /** YYYY-MM-DD; nothing in the record is later, save due and expiry dates. */
  today: string
  /** Id of a scenario; the first one when left out. Unknown ids throw a RangeError. */
  scenario?: string
  /** Asked once for each resource; its type is passed for those who want it in the id. */
  newId: (type: string) => string
  /** Settles name, birth date and gender, and the Patient's id when given. */
  person?: PersonWish
  /** Home and member number that a family shares. */
  household?: Household
  /** A relative on the record, in place of those the scenario invents. */
  relative?: RelatedPersonWish
  /** The subscriber as a Patient of the plan; without it a dependant's is the relative on the record. */
  subscriber?: NamedLink
  /** How the member is insured, when it differs from the scenario's. */
  relationship?: Scenario['relationship']
}

export interface Member {
  patient: Resource
  /** The Patient among them, each after those it points at, as far as FHIR's circles allow. */
  resources: Resource[]
}

/** Makes one member with a complete record, ready for a transaction. */
export const makeMember = (request: MemberRequest): Member => {
  const { seed, today, newId } = request
  const scenario = findScenario(request.scenario)
  const relationship = request.relationship ?? scenario.relationship
  const random = randomFrom(`${seed}/${scenario.id}`)
  const fork = random.fork('person')
  const person = makePerson(fork, today, scenario, request.person, request.household)
  const ownId = request.person?.id
  const record = startRecord(today, random.fork('record'), type =>
    type === 'Patient' && ownId !== undefined ? ownId : newId(type),
  )
  const monthsBefore = (months: number | undefined) =>
    months === undefined ? undefined : dayMonthsAgo(today, months, random.fork(`day ${months}`))
  const until = monthsBefore(scenario.endedMonthsAgo)

  const facts = {
    ...(scenario.deceasedMonthsAgo === undefined || until === undefined ? {} : { deceased: until }),
    complete: scenario.clinical?.complete ?? false,
  }
  const patient = {
    ...addPatient(record, person, facts),
    display: `${person.given} ${person.family}`,
  }
  const providers = makeProviders(record, person.place)
  const relatives = addRelatives(record, patient, person, scenario, request)
  const subscriber = relationship === 'self' ? undefined : (request.subscriber ?? relatives.first)

  const thisYear = `${yearOf(today)}-01-01`
  const joined = `${addMonths(today, -scenario.insuredMonths).slice(0, 7)}-01`
  const since = later(joined, person.birthDate)
  const renewed = since < thisYear && (until === undefined || until >= thisYear)
  const coverage = addCoverage(record, patient, providers, {
    kinds: scenario.coverage,
    relationship,
    since,
    ...(renewed ? { renewed: thisYear } : {}),
    ...(until === undefined ? {} : { until }),
    memberNumber: person.memberNumber,
    ...(subscriber ? { subscriber } : {}),
  })

  const events = eventsOf(scenario, today, person.birthDate, random.fork('events')).filter(
    ({ day }) => day >= person.birthDate,
  )
  const caregiver = request.subscriber ?? relatives.caregiver
  addClinicalRecord({ record, patient, person, providers, scenario, events, caregiver })
  const context = {
    record,
    patient,
    payBack: subscriber ?? patient,
    relative: relatives.first,
    providers,
    coverage,
    ledger: openLedger(),
  }
  addClaims(context, events)
  addAuthorizations(context, scenario.authorizations ?? [])

  const [first] = record.resources
  if (!first) throw new Error('a member always has a Patient')
  return { patient: first, resources: [...record.resources] }
}
