// How a kit's suite is run: the client it comes with, and what a tester would type into Inferno's forms.
import type { Affiliation } from './affiliation.ts'
import type { ClientKind, RegisteredClient } from './clients.ts'
import type { SuiteOption } from './inferno-api.ts'

export interface SuitePlan {
  /** Names the expected-results file and the chapter of the report. */
  name: string
  title: string
  /** Inferno's id of the suite. */
  suite: string
  options?: readonly SuiteOption[]
  /** Runs in the short form too, which every change is judged by. */
  short?: boolean
  /** Takes minutes, where others take seconds. */
  long?: boolean
  client?: ClientKind
  /** Part of the redirect and launch URLs that the kit uses: `/custom/<path>/redirect`. */
  path?: 'smart' | 'smart_stu2' | 'smart_stu2_2'
  /** The kit does not launch: it is given a token. */
  givenToken?: boolean
  /** Also registers a client for backend services. */
  backend?: boolean
  /** Groups run in this order, without the suite's id in front; absent: the whole suite in one run. */
  groups?: readonly string[]
  /** Whose record is looked at; absent: the member who shows one of everything. */
  patient?: string
  /** Tests that count; absent: all that ran. */
  only?: RegExp
  inputs(given: Given): Readonly<Record<string, string>>
  /** Typed behind what the kit suggests for an input. */
  added?: Readonly<Record<string, string>>
}

/** What the world has for a suite. */
export interface Given {
  base: string
  client: RegisteredClient
  backend: RegisteredClient
  patient: string
  /** Ids of the patient's record by type, comma between, as a tester would copy them. */
  ids: Readonly<Record<string, string>>
  /** A token of the patient's, where the kit brings no launch of its own. */
  token?: string
  /** What is looked at without a client: the directory. */
  affiliation?: Affiliation
}

/** What a kit's plan says besides its name. */
export type KitPlan = Omit<SuitePlan, 'name' | 'title'>
