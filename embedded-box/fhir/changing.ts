// A change and the event that tells of it: one transaction, so that neither is ever there without the other.
import type { Box } from '../box.ts'
import type { FhirCall, Reply } from '../context.ts'
import { createOne, type Writing } from '../storage/one-resource.ts'
import type { Sql } from '../storage/sql.ts'

/** What the store's writers need of a box. */
export const writingOf = (box: Box): Writing => ({
  clock: box.clock,
  newId: box.newId,
  note: box.resources.note,
})

/** Runs `work` in a transaction, and writes the call's AuditEvent as its last statement. */
export const changing = (
  box: Box,
  call: FhirCall,
  work: (tx: Sql) => Promise<Reply>,
): Promise<Reply> =>
  box.resources.transaction(async tx => {
    const reply = await work(tx)
    if (call.event) await createOne(writingOf(box), tx, call.event(reply))
    return reply
  })
