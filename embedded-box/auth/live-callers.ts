// Callers whose token, Session, Grant and delegation were all found good a moment ago, so that an app which asks often
// is not looked into each time. Nothing is remembered beyond a second, or past the first change to anything it rests on.
import type { Box } from '../box.ts'
import type { Caller } from '../context.ts'

interface Kept {
  caller: Caller
  /** Epoch milliseconds: the end of the token itself. */
  end: number
}

const atMost = 5_000
const keptMs = 1_000
/** What a caller's right rests on; all of it is announced when it changes, here and in other processes. */
const restsOn: ReadonlySet<string> = new Set([
  ...['Session', 'Client', 'User', 'Grant', 'RelatedPerson', 'Patient'],
])

interface Memory {
  /** By token. All are forgotten together, by the first request that comes after their second. */
  callers: Map<string, Kept>
  /** Epoch milliseconds: from when the oldest of them may be. */
  since: number
  /** Grows with every change that may end somebody's right. */
  changes: number
}

const boxes = new WeakMap<Box, Memory>()

const memoryOf = (box: Box): Memory => {
  const known = boxes.get(box)
  if (known) return known
  const memory: Memory = { callers: new Map(), since: 0, changes: 0 }
  boxes.set(box, memory)
  box.resources.onChange(changes => {
    // what is new takes nothing away
    if (!changes.some(({ type, kind }) => kind !== 'create' && restsOn.has(type))) return
    memory.callers.clear()
    memory.changes++
  })
  return memory
}

/** The caller of a bearer token: remembered, or found by `find`, which throws for a token that is not good. */
export const liveCaller = async (
  box: Box,
  token: string,
  find: () => Promise<Caller>,
): Promise<Caller> => {
  const memory = memoryOf(box)
  const now = box.clock().getTime()
  // a clock that was set back forgets as well
  if (now >= memory.since + keptMs || now < memory.since || memory.callers.size >= atMost) {
    memory.callers.clear()
    memory.since = now
  }
  const kept = memory.callers.get(token)
  if (kept && now < kept.end) return kept.caller
  const before = memory.changes
  const caller = await find()
  // a change that came while it was looked for may be about just this
  if (memory.changes === before)
    memory.callers.set(token, { caller, end: (caller.jwt?.exp ?? 0) * 1000 })
  return caller
}
