// One synthetic member: who they are, how they are insured, what happened, and what it cost.
import type { Resource } from '../vocabulary/aidbox.ts'
import { openLedger } from './claims/benefits.ts'
import { addClaims } from './claims/history.ts'
import { addClinicalRecord } from './clinical/record.ts'
import { addMonths, yearOf } from './dates.ts'
import { addCoverage } from './people/coverage.ts'
import { addPatient, makePerson, type PersonWish } from './people/patient.ts'
import { makeProviders } from './people/providers.ts'
import { addRelatedPerson, type RelatedPersonWish } from './people/related-person.ts'
import { randomFrom } from './random.ts'
import { startRecord } from './record.ts'
import { findScenario } from './scenarios.ts'
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
  /** A relative on the record; children without one get a parent. */
  relative?: RelatedPersonWish
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
  const random = randomFrom(`${seed}/${scenario.id}`)
  const person = makePerson(random.fork('person'), today, scenario.ages, request.person)
  const ownId = request.person?.id
  const record = startRecord(today, random.fork('record'), type =>
    type === 'Patient' && ownId !== undefined ? ownId : newId(type),
  )

  const patient = { ...addPatient(record, person), display: `${person.given} ${person.family}` }
  const providers = makeProviders(record, person.place)
  const wish =
    request.relative ?? (scenario.relationship === 'child' ? parentOf(person) : undefined)
  const relative = wish && addRelatedPerson(record, patient, person, wish)
  const subscriber = scenario.relationship === 'child' ? relative : undefined

  const thisYear = `${yearOf(today)}-01-01`
  const since = `${addMonths(today, -scenario.insuredMonths).slice(0, 7)}-01`
  const coverage = addCoverage(record, patient, providers, {
    kinds: scenario.coverage,
    relationship: scenario.relationship,
    since,
    ...(since < thisYear ? { renewed: thisYear } : {}),
    memberNumber: person.memberNumber,
    ...(subscriber ? { subscriber } : {}),
  })

  const events = eventsOf(scenario, today, random.fork('events')).filter(
    ({ day }) => day > person.birthDate,
  )
  addClinicalRecord({ record, patient, person, providers, scenario, events, relative })
  const payBack = subscriber ?? patient
  addClaims({ record, patient, payBack, providers, coverage, ledger: openLedger() }, events)

  const [first] = record.resources
  if (!first) throw new Error('a member always has a Patient')
  return { patient: first, resources: [...record.resources] }
}

const parentOf = (child: PersonWish): RelatedPersonWish => ({
  relationship: 'MTH',
  given: 'Parent',
  family: child.family,
  gender: 'female',
})
