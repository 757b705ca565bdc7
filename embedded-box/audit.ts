// AuditEvents on their way to the store: in batches, at most a second behind; requests wait when too many are waiting, or one too long.
import { randomUUIDv7 } from 'node:crypto'
import type { AuditFacts } from './audit-event.ts'
import { auditWriter, type WaitingEvent } from './audit-writer.ts'
import type { Box } from './box.ts'
import { fail } from './errors.ts'
import { loggable } from './render.ts'

export interface Audit {
  /** Remembers; resolves when there is room. BoxError 503 when the store has not taken any for long. */
  record(facts: AuditFacts): Promise<void>
  /** The same, and resolves when it is written; while the store is away it waits with the others. */
  recordNow(facts: AuditFacts): Promise<void>
  /** Writes all that is waiting. */
  flush(): Promise<void>
  waiting(): number
  close(): Promise<void>
}

const behind = 500 // ms between an event and its batch
const tooFarBehind = 1_000 // ms that an event may wait before requests wait for it
const batchSize = 200
const batchText = 500_000 // characters of what is told in words
const room = 5_000
const patience = 10_000

/** How many go at once: whole records are told in long texts, and the writer has little room. */
const nextBatch = (queue: readonly WaitingEvent[]): number => {
  let text = 0
  let count = 0
  while (count < queue.length && count < batchSize && text < batchText)
    text += queue[count++]?.facts.resources?.length ?? 0
  return count
}

/** The audit of one box. */
export const openAudit = (box: Box): Audit => {
  // facts are small; the events that are made of them live only as long as their batch
  const queue: (WaitingEvent & { since: number })[] = []
  const writer = auditWriter(box)
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> | undefined

  const write = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.slice(0, nextBatch(queue))
      await writer.write(batch)
      queue.splice(0, batch.length) // only now: what could not be written is tried again
    }
  }
  const flush = async (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    writing ??= write().finally(() => {
      writing = undefined
    })
    await writing
  }
  const later = (): void => {
    if (timer) return
    writer.prepare() // it is ready when the batch is
    timer = setTimeout(() => {
      timer = undefined
      flush().catch(error => {
        box.log.error(
          { error: loggable(error), waiting: queue.length },
          'audit not written, trying again',
        )
        later()
      })
    }, behind)
  }
  const record: Audit['record'] = async facts => {
    const [oldest] = queue
    const isLate = oldest !== undefined && performance.now() - oldest.since > tooFarBehind
    if (isLate || queue.length >= room) await hasRoom(flush)
    // an id that grows with time goes to the end of the index, not somewhere into it
    queue.push({ facts, id: randomUUIDv7(), since: performance.now() })
    later()
  }
  return {
    record,
    recordNow: async facts => {
      await record(facts)
      await flush().catch(error => {
        box.log.error({ error: loggable(error) }, 'audit not written at once, trying again')
        later()
      })
    },
    flush,
    waiting: () => queue.length,
    close: async () => {
      clearTimeout(timer)
      await flush()
      await writer.close()
    },
  }
}

/** What is not audited is not answered. */
const hasRoom = async (flush: () => Promise<void>): Promise<void> => {
  const full = fail('transient', 'The audit log cannot be written at this moment: try again', {
    headers: { 'Retry-After': '5' },
  })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(full), patience)
  })
  try {
    await Promise.race([
      flush().catch(() => {
        throw full
      }),
      late,
    ])
  } finally {
    clearTimeout(timer)
  }
}
