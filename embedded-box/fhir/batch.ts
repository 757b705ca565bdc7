// Batch: every entry for itself, in order; one that fails says so in its place.
import type { Box } from '../box.ts'
import type { FhirCall, Reply } from '../context.ts'
import { BoxError } from '../errors.ts'
import type { Text } from '../text.ts'
import { callOf, entriesOf, responseBundle, responseEntry } from './bundle-entries.ts'
import { baseOf } from './search.ts'

/** Performs the entries one after the other; only faults of the box itself end the whole. */
export const batch = async (
  box: Box,
  call: FhirCall,
  perform: (call: FhirCall) => Promise<Reply>,
): Promise<Reply> => {
  const base = baseOf(box, call)
  const entries: Text[] = []
  const replies: Reply[] = []
  for (const entry of entriesOf(call.body)) {
    try {
      const reply = await perform(await callOf(call, entry))
      replies.push(reply)
      entries.push(responseEntry(reply, base))
    } catch (error) {
      if (!(error instanceof BoxError)) throw error
      entries.push(
        JSON.stringify({ response: { status: String(error.status), outcome: error.outcome } }),
      )
    }
  }
  return responseBundle('batch-response', entries, replies)
}
