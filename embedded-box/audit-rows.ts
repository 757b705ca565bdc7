// Rows of read events, many at once: events of one shape differ in ids and times alone, so a shape is worked out once
// and its gaps are filled in. A box that answers thousands of reads a second writes as many events of a few shapes.
import { randomBytes } from 'node:crypto'
import { type AuditFacts, auditEvent, resourcesOf } from './audit-event.ts'
import type { WaitingEvent } from './audit-writer.ts'
import { spansOf } from './fhir/moments.ts'
import { type Row, rowOf } from './storage/row.ts'

/** The row that `rowOf` makes of the event of these facts. */
export const auditRow = ({ facts, id }: WaitingEvent, updated: Date): Row => {
  const own = fillingOf(facts)
  if (!own) return rowOf({ ...auditEvent(facts), id }, updated)
  const shape = shapeOf(facts, own)
  const values = [
    ...own.patients,
    ...(own.single ? [own.single.id] : []),
    ...(own.many === undefined ? [] : [own.many]),
    ...[facts.requestId, facts.flowId].flatMap(value => value || []),
  ]
  const recorded = facts.at.toISOString()
  return {
    ...shape.constant,
    id,
    updated: updated.getTime(),
    head: `{"resourceType":"AuditEvent","id":${JSON.stringify(id)},"meta":{"versionId":"`,
    tail: `","lastUpdated":"${updated.toISOString()}"${shape.before}${recorded}${filled(shape.after, values, inJson)}`,
    keys: shape.keys.map(key => filled(key, values)),
    refs: shape.refs.map(ref => filled(ref, values)),
    spans: new Map([['date', spansOf(recorded)]]),
  }
}

/** Text with gaps: pieces, and between them the numbers of the values. */
interface Gapped {
  pieces: readonly string[]
  slots: readonly number[]
}

interface Shape {
  constant: Pick<Row, 'type' | 'patient' | 'sensitive' | 'directory' | 'posted' | 'texts'>
  /** Of the body: up to when it was recorded, and from there. */
  before: string
  after: Gapped
  keys: readonly Gapped[]
  refs: readonly Gapped[]
}

/** What differs between events of one shape. */
interface Filling {
  patients: readonly string[]
  single?: { type: string; id: string }
  many?: string
}

const plainReference = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})$/
const mostPatients = 20
const plainId = /^[A-Za-z0-9.-]{1,64}$/

/** Undefined for facts that are not of the ordinary kind; these are written the long way. */
const fillingOf = (facts: AuditFacts): Filling | undefined => {
  const { patients = [], references = [] } = facts
  const once = patients.length > 1 ? [...new Set(patients)] : patients
  if (once.length > mostPatients || !once.every(id => plainId.test(id))) return undefined
  const many = resourcesOf(facts)
  if (many !== undefined) return { patients: once, many }
  const [first] = references
  if (first === undefined) return { patients: once }
  const [, type, id] = plainReference.exec(first) ?? []
  if (type === undefined || id === undefined) return undefined
  return type === 'Patient' && once.includes(id)
    ? { patients: once }
    : { patients: once, single: { type, id } }
}

const mostShapes = 1_000
const shapes = new Map<string, Shape>()

const shapeOf = (facts: AuditFacts, { patients, single, many }: Filling): Shape => {
  const { event, action, outcome, reason, client, user, address, site, details } = facts
  const key = JSON.stringify([
    ...[event, action, outcome, reason, client, user, address, site, details],
    ...[patients.length, single?.type, many !== undefined],
    ...[!!facts.requestId, !!facts.flowId],
  ])
  const known = shapes.get(key)
  if (known) return known
  const made = workedOut(facts, patients.length, single?.type, many !== undefined)
  const [oldest] = shapes.keys()
  if (shapes.size >= mostShapes && oldest !== undefined) shapes.delete(oldest)
  shapes.set(key, made)
  return made
}

// Nobody can put a mark into an event: they are made anew with every start.
const secret = randomBytes(12).toString('hex')
const mark = (slot: number): string => `${secret}-${String(slot).padStart(3, '0')}-`
const marks = new RegExp(`${secret}-(\\d{3})-`)

const workedOut = (
  facts: AuditFacts,
  patients: number,
  singleType: string | undefined,
  hasMany: boolean,
): Shape => {
  let slot = 0
  const next = (): string => mark(slot++)
  const { resources: _, ...shared } = facts
  // in the order of the values
  const event = auditEvent({
    ...shared,
    patients: Array.from({ length: patients }, next),
    references: singleType === undefined ? [] : [`${singleType}/${next()}`],
    ...(hasMany ? { resources: next() } : {}),
    ...(facts.requestId ? { requestId: next() } : {}),
    ...(facts.flowId ? { flowId: next() } : {}),
  })
  const row = rowOf({ ...event, id: 'x' }, facts.at)
  const lead = `","lastUpdated":"${facts.at.toISOString()}"`
  const recorded = `"recorded":"`
  const cut = row.tail.indexOf(recorded) + recorded.length
  const { type, patient, sensitive, directory, posted, texts } = row
  return {
    constant: { type, patient, sensitive, directory, posted, texts },
    before: row.tail.slice(lead.length, cut),
    after: gapped(row.tail.slice(cut + facts.at.toISOString().length)),
    keys: row.keys.map(gapped),
    refs: row.refs.map(gapped),
  }
}

const gapped = (text: string): Gapped => {
  const parts = text.split(marks)
  return {
    pieces: parts.filter((_, index) => index % 2 === 0),
    slots: parts.filter((_, index) => index % 2 === 1).map(Number),
  }
}

const filled = (
  { pieces, slots }: Gapped,
  values: readonly string[],
  written: (value: string) => string = same,
): string => {
  let text = pieces[0] ?? ''
  for (let index = 0; index < slots.length; index++)
    text += written(values[slots[index] ?? -1] ?? '') + (pieces[index + 1] ?? '')
  return text
}

const same = (value: string): string => value
const inJson = (value: string): string => JSON.stringify(value).slice(1, -1)
