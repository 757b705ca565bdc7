// Whether a User may still act for a Session's patient, asked on every API request: facts in memory, judged by today's time.
import type { User } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import { delegationsTo, idIn, type KnownDelegation, stillHolds } from './patients.ts'

interface Kept {
  facts: Promise<readonly KnownDelegation[]>
  until: number
}

const atMost = 10_000
/** Changes are heard at once; this is for those that a lost connection to the database swallowed. */
const keptMs = 60_000
const boxes = new WeakMap<Box, Map<string, Kept>>()

/** The RelatedPerson by which a User acts for a patient now; undefined where no delegation holds. */
export const relatedPersonFor = async (
  box: Box,
  user: { id: string },
  patient: string,
): Promise<string | undefined> => {
  const facts = await factsOf(box, user.id)
  return facts.find(fact => fact.patient === patient && stillHolds(box, fact))?.relatedPerson
}

/** True for one's own record, and for those of others as long as a delegation holds. */
export const mayActFor = async (
  box: Box,
  user: User & { id: string },
  patient: string,
): Promise<boolean> => {
  if (idIn(user.fhirUser, 'Patient') === patient) return true
  return (await relatedPersonFor(box, user, patient)) !== undefined
}

const factsOf = (box: Box, user: string): Promise<readonly KnownDelegation[]> => {
  const memory = memoryOf(box)
  const now = box.clock().getTime()
  const known = memory.get(user)
  if (known && known.until > now) return known.facts
  const facts = delegationsTo(box, user)
  memory.set(user, { facts, until: now + keptMs })
  const [oldest] = memory.keys()
  if (memory.size > atMost && oldest !== undefined) memory.delete(oldest)
  facts.catch(() => memory.delete(user))
  return facts
}

// Whom a changed RelatedPerson named before is not known here, so all is asked again; they change rarely.
const memoryOf = (box: Box): Map<string, Kept> => {
  const known = boxes.get(box)
  if (known) return known
  const made = new Map<string, Kept>()
  boxes.set(box, made)
  box.resources.onChange(changes => {
    if (
      changes.some(
        ({ type, kind }) => type === 'RelatedPerson' || (type === 'Patient' && kind !== 'create'),
      )
    )
      made.clear()
  })
  return made
}
