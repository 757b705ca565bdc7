// The thread in which PGlite runs: on the main thread it would starve every timer.
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import type { Answer, Request } from './pglite-messages.ts'

const port = parentPort
if (!port) throw new Error('pglite-worker.ts runs as a worker thread only')
const say = (answer: Answer): void => port.postMessage(answer)

const folder: unknown = workerData.folder
// int8 as text, as `pg` gives it
const database = await PGlite.create({
  ...(typeof folder === 'string' ? { dataDir: folder } : {}),
  parsers: { 20: value => value },
}).catch((error: unknown) => {
  throw new Error(reason(error))
})

// PGlite's file system throws bare objects with an errno: 51 is its ENOSPC, 2 its EACCES, 69 its EROFS.
function reason(error: unknown): string {
  if (error instanceof Error) return error.message
  if (typeof error !== 'object' || error === null || !('errno' in error)) return String(error)
  const known: Record<number, string> = {
    2: 'no permission',
    51: 'no space left on the disk',
    69: 'the file system is read-only',
  }
  return known[Number(error.errno)] ?? `file system error ${error.errno}`
}

const perform = async (request: Request): Promise<object[]> => {
  switch (request.kind) {
    case 'query': {
      if (request.values.length === 0 && request.several) {
        await database.exec(request.text)
        return []
      }
      const { rows } = await database.query<object>(request.text, [...request.values])
      return rows
    }
    case 'listen':
      await database.listen(request.channel, payload =>
        say({ kind: 'heard', channel: request.channel, payload }),
      )
      return []
    case 'close':
      await database.close()
      return []
  }
}

port.on('message', (request: Request) => {
  perform(request).then(
    rows => say({ kind: 'done', id: request.id, rows }),
    (error: unknown) =>
      say({
        kind: 'failed',
        id: request.id,
        message: reason(error),
        code: error instanceof Error && 'code' in error ? String(error.code) : '',
      }),
  )
})
say({ kind: 'ready' })
