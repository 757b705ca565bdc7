// What the main thread and PGlite's worker say to each other.
import type { SqlValue } from './sql.ts'

export type Request =
  /** `several`: a script of statements without values. */
  | { id: number; kind: 'query'; text: string; values: readonly SqlValue[]; several: boolean }
  | { id: number; kind: 'listen'; channel: string }
  | { id: number; kind: 'close' }

export type Answer =
  | { kind: 'ready' }
  | { kind: 'done'; id: number; rows: object[] }
  | { kind: 'failed'; id: number; message: string; code: string }
  | { kind: 'heard'; channel: string; payload: string }

/** A request as its sender knows it, before it has a number. */
export type Ask =
  | Omit<Extract<Request, { kind: 'query' }>, 'id'>
  | Omit<Extract<Request, { kind: 'listen' }>, 'id'>
  | Omit<Extract<Request, { kind: 'close' }>, 'id'>
