// One PGlite worker: started within a deadline, asked in order, and let go.
import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import { unreachable } from './failures.ts'
import type { Answer, Ask } from './pglite-messages.ts'

export interface Thread {
  ask(request: Ask): Promise<object[]>
  /** Every notification, whatever the channel. */
  onHeard(heard: (channel: string, payload: string) => void): void
  end(): Promise<void>
}

/** SQLSTATE travels as `code`, as with `pg`. */
class StatementError extends Error {
  readonly code: string
  constructor(message: string, code: string) {
    super(message)
    this.name = 'StatementError'
    this.code = code
  }
}

/** Starts a worker; rejects when it is not ready within the deadline. */
export const startThread = (
  folder: string | undefined,
  deadline: number,
  log: Logger,
): Promise<Thread> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), {
      workerData: { folder },
    })
    const waiting = new Map<
      number,
      { done: (rows: object[]) => void; failed: (e: Error) => void }
    >()
    let heard: (channel: string, payload: string) => void = () => undefined
    let last = 0
    let ended = false

    const timer = setTimeout(() => {
      reject(new Error(`PGlite was not ready within ${deadline / 1000} s`))
      void worker.terminate()
    }, deadline)

    const settle = (id: number) => {
      const one = waiting.get(id)
      waiting.delete(id)
      // an idle database must not keep the process alive
      if (waiting.size === 0) worker.unref()
      return one
    }
    worker.on('message', (answer: Answer) => {
      if (answer.kind === 'done') settle(answer.id)?.done(answer.rows)
      if (answer.kind === 'failed')
        settle(answer.id)?.failed(new StatementError(answer.message, answer.code))
      if (answer.kind === 'heard') heard(answer.channel, answer.payload)
      if (answer.kind === 'ready') {
        clearTimeout(timer)
        worker.unref()
        resolve({ ask, onHeard: listener => (heard = listener), end })
      }
    })
    const broke = (cause: string): void => {
      clearTimeout(timer)
      if (!ended) log.error({ cause }, 'the PGlite worker stopped')
      ended = true
      reject(new Error(cause))
      for (const { failed } of waiting.values()) failed(unreachable())
      waiting.clear()
    }
    worker.on('error', error => broke(error instanceof Error ? error.message : String(error)))
    worker.on('exit', code => broke(`PGlite worker ended with code ${code}`))

    const ask = (request: Ask): Promise<object[]> => {
      if (ended) return Promise.reject(unreachable())
      const id = ++last
      return new Promise((done, failed) => {
        waiting.set(id, { done, failed })
        worker.ref()
        worker.postMessage({ ...request, id })
      })
    }
    const end = async (): Promise<void> => {
      if (ended) return
      await ask({ kind: 'close' })
      ended = true
      await worker.terminate()
    }
  })
