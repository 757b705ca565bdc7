// Who writes a batch of AuditEvents: on PostgreSQL a thread with a connection of its own, on PGlite the store itself.
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { type AuditFacts, auditEvent } from './audit-event.ts'
import type { Box } from './box.ts'

/** An event that waits; its id is given when it is remembered, so that writing it twice makes one. */
export interface WaitingEvent {
  facts: AuditFacts
  id: string
}

/** To the thread. */
export interface AuditBatch {
  number: number
  at: Date
  events: readonly WaitingEvent[]
}

/** And back. */
export interface AuditWritten {
  number: number
  failed?: string
}

export interface AuditWriter {
  /** A batch will come soon. */
  prepare(): void
  /** Resolves when the whole batch is committed; rejects when none of it may be. */
  write(events: readonly WaitingEvent[]): Promise<void>
  close(): Promise<void>
}

/** The writer that fits the box's database. */
export const auditWriter = (box: Box): AuditWriter =>
  box.config.database.kind === 'postgres'
    ? threadWriter(box, box.config.database.url)
    : {
        prepare: () => undefined,
        write: events =>
          box.resources.createAll(events.map(({ facts, id }) => ({ ...auditEvent(facts), id }))),
        close: async () => undefined,
      }

const threadWriter = (box: Box, url: string): AuditWriter => {
  let thread: Thread | undefined
  const running = (): Thread => {
    thread ??= startThread(url, () => {
      thread = undefined // the next batch starts another
    })
    return thread
  }
  return {
    prepare: () => void running(),
    write: events => running().write(box.clock(), events),
    close: async () => {
      await thread?.end()
    },
  }
}

interface Thread {
  write(at: Date, events: readonly WaitingEvent[]): Promise<void>
  end(): Promise<void>
}

const startThread = (url: string, ended: () => void): Thread => {
  // its young generation would be as large as the process's: V8 prefers its flag to a thread's limits, and reads it for each heap once
  setFlagsFromString('--max-semi-space-size=4')
  const worker = new Worker(new URL('./audit-thread.ts', import.meta.url), {
    workerData: { url },
    // it holds a few batches and nothing else
    resourceLimits: { maxOldGenerationSizeMb: 96 },
  })
  const waiting = new Map<number, { done: () => void; failed: (error: Error) => void }>()
  let last = 0
  let isOver = false
  const broke = (cause: string): void => {
    if (isOver) return // an error is followed by an exit, and by then there may be another thread
    isOver = true
    ended()
    for (const { failed } of waiting.values()) failed(new Error(cause))
    waiting.clear()
  }
  worker.unref() // what waits keeps the process alive by its timer, not by its thread
  worker.on('error', error => broke(error instanceof Error ? error.message : String(error)))
  worker.on('exit', code => broke(`the audit's thread ended with ${code}`))
  worker.on('message', ({ number, failed }: AuditWritten) => {
    const one = waiting.get(number)
    waiting.delete(number)
    if (failed === undefined) one?.done()
    else one?.failed(new Error(failed))
    if (waiting.size === 0) worker.unref()
  })
  return {
    write: (at, events) =>
      new Promise((done, failed) => {
        const number = ++last
        waiting.set(number, { done, failed })
        worker.ref()
        worker.postMessage({ number, at, events } satisfies AuditBatch)
      }),
    end: async () => {
      await worker.terminate()
    },
  }
}
