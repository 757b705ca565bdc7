// Reads on connections that are asked again before they have answered: a database that is kept busy need not be woken.
// Waking it costs more than most reads. Nothing that writes goes here, because a lock that one waits for holds up all.
import { Socket } from 'node:net'
import type pg from 'pg'
import { codeOf } from './failures.ts'

export interface Statement {
  text: string
  values: unknown[]
  name: string | undefined
}

type Answer = pg.QueryResult<object>

/** Where one statement at a time is asked. */
export interface Asking {
  query(statement: Statement): Promise<Answer>
}

/** Where what waits is asked as well: only while there is room, or a database with too much to do would get it twice. */
export interface Elsewhere extends Asking {
  hasRoom(): boolean
}

interface Asked {
  statement: Statement
  done: (answer: Answer) => void
  failed: (error: unknown) => void
  isElsewhere: boolean
}

interface Pipe {
  client: pg.Client
  stream: Socket
  /** Not answered yet, in the order in which they were asked. */
  asked: Asked[]
  /** When the first of these became the first. */
  since: number
  watch: NodeJS.Timeout | undefined
  isCorked: boolean
}

const notPrepared = '26000'
const depth = 8
const quick = 2 // ms after which the others are better asked on another connection
const patience = 50 // ms after which those that wait behind a slow one are asked elsewhere

/**
 * Up to `size` connections, the first of them used first. `connect` makes a client in pipeline mode on the stream;
 * `elsewhere` answers what waits behind a slow statement.
 */
export const openPipelines = (
  connect: (stream: () => Socket) => pg.Client,
  elsewhere: Elsewhere,
  size: number,
): Asking & { end(): Promise<void> } => {
  const pipes: Pipe[] = []

  const open = (): Pipe => {
    const stream = new Socket()
    const client = connect(() => stream)
    const pipe: Pipe = { client, stream, asked: [], since: 0, watch: undefined, isCorked: false }
    const close = (): void => {
      clearTimeout(pipe.watch)
      const at = pipes.indexOf(pipe)
      if (at >= 0) pipes.splice(at, 1)
    }
    client.on('error', close)
    client.once('end', close)
    client.connect().catch(error => {
      close()
      for (const { failed } of pipe.asked.splice(0)) failed(error)
    })
    pipes.push(pipe)
    return pipe
  }

  const chosen = (now: number): Pipe => {
    const free = pipes.find(
      ({ asked, since }) => asked.length === 0 || (asked.length < depth && now - since < quick),
    )
    if (free) return free
    const [first] = pipes
    return pipes.length < size || !first
      ? open()
      : pipes.reduce((one, other) => (other.asked.length < one.asked.length ? other : one), first)
  }

  /** What is asked in one turn of the event loop goes out as one. */
  const cork = (pipe: Pipe): void => {
    if (pipe.isCorked) return
    pipe.isCorked = true
    pipe.stream.cork()
    setImmediate(() => {
      pipe.isCorked = false
      pipe.stream.uncork()
    })
  }

  const watch = (pipe: Pipe): void => {
    pipe.watch ??= setTimeout(() => {
      pipe.watch = undefined
      const [, ...behind] = pipe.asked
      if (performance.now() - pipe.since >= patience)
        for (const one of behind)
          if (!one.isElsewhere && elsewhere.hasRoom()) {
            one.isElsewhere = true
            // when that fails, the answer is still on its way here
            elsewhere.query(one.statement).then(one.done, () => undefined)
          }
      if (behind.length > 0) watch(pipe)
    }, patience)
  }

  const send = (pipe: Pipe, one: Asked): void => {
    cork(pipe)
    pipe.client.query<object>(one.statement, (error, answer) => {
      pipe.asked.splice(pipe.asked.indexOf(one), 1)
      pipe.since = performance.now()
      if (!error) one.done(answer)
      // it was to be prepared by one before it, which failed
      else if (codeOf(error) === notPrepared)
        elsewhere.query(one.statement).then(one.done, one.failed)
      else one.failed(error)
    })
  }

  return {
    query: statement =>
      new Promise((done, failed) => {
        const now = performance.now()
        const pipe = chosen(now)
        const one = { statement, done, failed, isElsewhere: false }
        if (pipe.asked.push(one) === 1) pipe.since = now
        else watch(pipe)
        send(pipe, one)
      }),
    end: async () => {
      await Promise.all(pipes.map(({ client }) => client.end()))
    },
  }
}
