// A filled-in row is the very row that the event itself gives, for every kind of event and whatever its ids are.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AuditFacts, auditEvent } from './audit-event.ts'
import { auditRow } from './audit-rows.ts'
import { rowOf } from './storage/row.ts'

const id = fc.stringMatching(/^[A-Za-z0-9.-]{1,20}$/)
const odd = fc.oneof(id, fc.string({ maxLength: 12 }))
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const reference = fc.oneof(
  fc
    .tuple(fc.constantFrom('Patient', 'Observation', 'ExplanationOfBenefit'), id)
    .map(parts => parts.join('/')),
  fc.constantFrom(
    'Observation/a/_history/2',
    'https://elsewhere.example/fhir/Patient/1',
    'nothing',
  ),
)
const facts: fc.Arbitrary<AuditFacts> = fc.record(
  {
    event: fc.constantFrom<AuditFacts['event']>(
      { interaction: 'read' },
      { operation: 'everything' },
      { security: 'refused' },
    ),
    at: fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
    action: fc.constantFrom('R', 'E'),
    outcome: fc.constantFrom('success', 'refused', 'failed'),
    reason: odd,
    client: id,
    user: id,
    address: fc.constant('127.0.0.1'),
    site: fc.constant('https://plan.example'),
    patients: fc.array(fc.oneof(id, fc.constant('same'), odd), { maxLength: 3 }),
    references: fc.array(fc.oneof(reference, fc.constant('Patient/same')), { maxLength: 3 }),
    resources: odd,
    requestId: odd,
    flowId: odd,
    details: fc.dictionary(fc.constantFrom('policy', 'type', 'status'), odd),
  },
  { requiredKeys: ['event', 'at', 'action', 'outcome', 'site'] },
)

test('a row from a shape is the row of the event, the first time and every time', () => {
  const updated = new Date('2026-03-04T05:06:07.089Z')
  fc.assert(
    fc.property(fc.array(facts, { maxLength: 4 }), maybe(facts), (some, again) => {
      for (const one of [...some, ...(again ? [again, again] : [])]) {
        const made = auditRow({ facts: one, id: 'event-1' }, updated)
        const plain = rowOf({ ...auditEvent(one), id: 'event-1' }, updated)
        expect({ ...made, keys: new Set(made.keys), refs: new Set(made.refs) }).toEqual({
          ...plain,
          keys: new Set(plain.keys),
          refs: new Set(plain.refs),
        })
      }
    }),
    { numRuns: 400, seed: 7 },
  )
})

test('events of one shape with other ids are told apart', () => {
  const at = new Date('2026-03-04T05:06:07.089Z')
  const read = (patient: string, resource: string): AuditFacts => ({
    ...{ event: { interaction: 'read' }, at, action: 'R', outcome: 'success' },
    ...{ site: 'https://plan.example', client: 'app', user: 'someone', requestId: `r-${resource}` },
    ...{ patients: [patient], references: [`Observation/${resource}`], details: { policy: 'p' } },
  })
  for (const [patient, resource] of [
    ['one', 'a'],
    ['two', 'b'],
    ['one', 'b'],
  ] as const) {
    const row = auditRow({ facts: read(patient, resource), id: `e-${patient}-${resource}` }, at)
    expect(row.keys).toContain(`patient=Patient/${patient}`)
    expect(row.keys).toContain(`entity=Observation/${resource}`)
    expect(row.keys.filter(key => key.startsWith('patient='))).toHaveLength(1)
    expect(JSON.parse(`${row.head}1${row.tail}`)).toMatchObject({ id: `e-${patient}-${resource}` })
  }
})
