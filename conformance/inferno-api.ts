// Inferno's JSON API as the driver uses it: a run blocks until it is done or waits for a person, so nothing times out here.
import { Agent, request } from 'undici'

export type Outcome = 'pass' | 'fail' | 'error' | 'skip' | 'omit' | 'wait' | 'cancel' | 'running'

export interface InputDefinition {
  name: string
  type?: string
  optional?: boolean
  default?: string
}

export interface TestDefinition {
  id: string
  short_id: string
  title: string
  optional: boolean
  inputs: InputDefinition[]
}

export interface GroupDefinition extends TestDefinition {
  user_runnable: boolean
  run_as_group: boolean
  test_groups: GroupDefinition[]
  tests: TestDefinition[]
}

export interface Suite {
  id: string
  title: string
  version?: string
  inputs: InputDefinition[]
  test_groups: GroupDefinition[]
}

export interface Result {
  test_id?: string
  result: Outcome
  result_message?: string
  messages?: { type: string; message: string }[]
  requests?: { id: string; verb: string; url: string; status?: number }[]
}

export interface TestRun {
  id: string
  status: 'queued' | 'running' | 'waiting' | 'done' | 'cancelling'
  results?: Result[]
}

/** A group, or the whole suite in one run. */
export type Runnable = { test_group_id: string } | { test_suite_id: string }

export interface InfernoApi {
  createSession(suite: string, options: readonly SuiteOption[]): Promise<Session>
  /** Starts a run and comes back when it is done or waits. */
  run(session: string, what: Runnable, inputs: readonly Input[]): Promise<string>
  testRun(id: string): Promise<TestRun>
  /** What has come of every test of a session so far. */
  results(session: string): Promise<Result[]>
  /** Inputs given and outputs made so far. */
  sessionData(session: string): Promise<Input[]>
  /** Opens one of Inferno's own addresses as a browser would; comes back when what that set off is over. */
  visit(url: string): Promise<void>
  /** Public keys of the kit's asymmetric clients. */
  keys(path: string): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

export interface SuiteOption {
  id: string
  value: string
}

export interface Session {
  id: string
  test_suite: Suite
}

export interface Input {
  name: string
  value: string | null
}

/** A client of the Inferno at `base`. */
export const openInfernoApi = (base: string): InfernoApi => {
  const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 })
  const ask = async <Answer>(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
  ): Promise<Answer> => {
    const answer = await request(new URL(path, base), {
      method,
      dispatcher,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const text = await answer.body.text()
    if (answer.statusCode !== 200)
      throw new Error(
        `Inferno answered ${method} ${path} with ${answer.statusCode}: ${text.slice(0, 300)}`,
      )
    return JSON.parse(text)
  }
  return {
    createSession: (suite, options) =>
      ask('POST', '/api/test_sessions', { test_suite_id: suite, suite_options: options }),
    run: async (session, what, inputs) => {
      const run = await ask<TestRun>('POST', '/api/test_runs', {
        test_session_id: session,
        ...what,
        inputs,
      })
      return run.id
    },
    testRun: id => ask('GET', `/api/test_runs/${id}?include_results=true`),
    results: session => ask('GET', `/api/test_sessions/${session}/results`),
    sessionData: session => ask('GET', `/api/test_sessions/${session}/session_data`),
    visit: async url => {
      const { statusCode, body } = await request(url, { dispatcher })
      const text = await body.text()
      if (statusCode >= 400)
        throw new Error(
          `Inferno answered ${new URL(url).pathname} with ${statusCode}: ${text.slice(0, 300)}`,
        )
    },
    keys: async path => (await ask<{ keys: Record<string, unknown>[] }>('GET', path)).keys,
    close: () => dispatcher.close(),
  }
}
