// What every part of the App is handed: configuration, the two boxes, time, ids, the log. Built in main.ts, nowhere else.
import type { Logger } from 'pino'
import type { BoxName, Persona } from '../vocabulary/operations.ts'
import type { BoxClient } from './box-client.ts'
import type { AppConfig } from './config.ts'
import type { JobRuns } from './health/job-runs.ts'
import type { Language } from './mail/outbox.ts'

export type Boxes = Readonly<Record<BoxName, BoxClient>>

export interface AppContext {
  config: AppConfig
  boxes: Boxes
  clock: () => Date
  /** A fresh, unguessable id (UUID). */
  newId: () => string
  log: Logger
  /** When each job last ran, for the health page. */
  jobRuns: JobRuns
}

/** The signed-in person who calls, as the calling box vouches for them. */
export interface CallingUser {
  id: string
  email: string
  name: string
  roles: readonly string[]
  /** Id of the Patient that `fhirUser` names, if it names one. */
  patient?: string
}

/** Who calls: a person through a client, a client alone, or nobody. */
export interface Caller {
  user?: CallingUser
  /** Client id. */
  client?: string
  /** The box's own root client or admin, who may call everything. */
  isOperator: boolean
}

/** One call of one operation. */
export interface OperationCall extends AppContext {
  /** Which box passed the call on. */
  box: BoxName
  caller: Caller
  /** Parsed JSON body, unchecked. */
  input: unknown
  /** `{name}` segments of the path. */
  params: Readonly<Record<string, string>>
  /** Query parameters. */
  query: Readonly<Record<string, string>>
  /** Address of the browser, as far as the box passed it on; for throttling only. */
  remoteAddress?: string
  /** The language of the browser, if mails have it. */
  language?: Language | undefined
  /** Correlation id. */
  requestId: string
}

/** What an operation answers; rendered as JSON. */
export interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

export type Operation = (call: OperationCall) => Promise<Answer>

/** Personas that need a signed-in caller, with the role that makes one. */
export const roleOf: Record<Exclude<Persona, 'public'>, string> = {
  vendor: 'vendor',
  member: 'member',
  admin: 'admin',
}

/** 200 with a body. */
export const ok = (body: unknown): Answer => ({ status: 200, body })
/** 201 with a body. */
export const created = (body: unknown): Answer => ({ status: 201, body })
/** 202: taken note of; tells nothing more. */
export const accepted = (): Answer => ({ status: 202, body: {} })
/** 204. */
export const done = (): Answer => ({ status: 204 })
