// Seeded randomness (mulberry32): the same seed gives the same numbers on every machine and every day.

export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number
  /** A whole number between both ends, ends included. */
  int(from: number, to: number): number
  pick<T>(list: readonly T[]): T
  chance(probability: number): boolean
  /** A stream of its own for one concern, so that data added elsewhere does not shift it. */
  fork(name: string): Random
}

/** Starts a stream from any text. */
export const randomFrom = (seed: string): Random => {
  let state = hash(seed)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    int,
    pick: list => {
      const item = list[int(0, list.length - 1)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
    chance: probability => next() < probability,
    fork: name => randomFrom(`${seed}/${name}`),
  }
}

// FNV-1a, 32 bits: spreads similar seeds far apart.
const hash = (text: string): number => {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value
}
