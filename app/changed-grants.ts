// Reads the Grants of a box: all of them once an hour, in between only those that changed since the last look.
import type { Grant, Stored } from '../vocabulary/aidbox.ts'
import type { BoxClient } from './box-client.ts'

const pageSize = 200
const fullLookMs = 60 * 60_000
/** Boxes and the App may disagree a little about the time, and a transaction may take a while. */
const overlapMs = 60_000

export interface GrantLook {
  /** Begins anew: what was remembered may be gone by now. */
  isFull: boolean
  pages: AsyncIterable<readonly Stored<Grant>[]>
}

/** The next look; it counts as done only when `done` is called, so that a box that fails half-way is asked again. */
export const grantLooks = (box: BoxClient): ((now: Date) => GrantLook & { done(): void }) => {
  let lookedAt = 0
  let lookedAtAll = 0
  return now => {
    const isFull = now.getTime() - lookedAtAll >= fullLookMs
    const since = isFull ? undefined : new Date(lookedAt - overlapMs)
    return {
      isFull,
      pages: pagesOf(box, since),
      done: () => {
        lookedAt = now.getTime()
        if (isFull) lookedAtAll = lookedAt
      },
    }
  }
}

async function* pagesOf(box: BoxClient, since: Date | undefined) {
  for (let number = 1; ; number++) {
    const { resources } = await box.search('Grant', {
      ...(since ? { _lastUpdated: `ge${since.toISOString()}` } : {}),
      _sort: '_lastUpdated',
      _count: String(pageSize),
      _page: String(number),
    })
    yield resources
    if (resources.length < pageSize) return
  }
}
