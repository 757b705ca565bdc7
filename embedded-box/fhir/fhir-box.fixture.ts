// A box without its front, for tests of the FHIR engine: real database, real routing, the caller's view given by hand.
import { randomUUID } from 'node:crypto'
import pino from 'pino'
import { afterAll, beforeAll, describe } from 'vitest'
import type { Bundle, Resource } from '../../vocabulary/aidbox.ts'
import { patientCompartment } from '../../vocabulary/compartment.ts'
import type { Box, BoxConfig } from '../box.ts'
import type { Exchange, FhirCall, Reply, Sight, View } from '../context.ts'
import { BoxError } from '../errors.ts'
import { parsePairs } from '../query.ts'
import { fhirBase } from '../root-base.ts'
import { route } from '../routes.ts'
import { openDatabase } from '../storage/open.ts'
import { createResources } from '../storage/resources.ts'
import { joined } from '../text.ts'
import { entryExchange } from '../visit.ts'
import { perform } from './perform.ts'

export interface Answer {
  status: number
  headers: Record<string, string>
  /** Parsed; tests look at it as they like. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is what the test checks
  body: any
  text: string
  /** For the audit. */
  touched?: Reply['touched']
}

export interface TestBox {
  box: Box
  send(
    method: string,
    url: string,
    options?: { body?: unknown; headers?: Record<string, string>; sight?: Sight; caller?: string },
  ): Promise<Answer>
}

export const everythingVisible: Sight = { view: async () => ({ kind: 'all' }) }
export const directoryOnly: Sight = { view: async () => ({ kind: 'directory' }) }

/** A member's token: what it may read of one patient. `types` absent: all of the compartment's. */
export const memberSight = (
  patient: string,
  options: {
    types?: readonly string[]
    sensitive?: boolean
    queries?: Record<string, string[]>
  } = {},
): Sight => {
  const types = options.types ?? Object.keys(patientCompartment)
  return {
    async view(type, use): Promise<View> {
      if (!types.includes(type)) {
        if (use === 'include') return { kind: 'none' }
        throw new BoxError(403, { resourceType: 'OperationOutcome', issue: [] })
      }
      return {
        kind: 'patient',
        patient,
        sensitive: options.sensitive ?? false,
        queries: options.queries?.[type] ?? [],
        servable: new Set(types),
      }
    },
  }
}

const databases: [string, BoxConfig['database']][] = [['PGlite', { kind: 'pglite' }]]
if (process.env.TEST_POSTGRES_URL)
  databases.push(['PostgreSQL', { kind: 'postgres', url: process.env.TEST_POSTGRES_URL }])

/** Runs a suite on PGlite, and on PostgreSQL where TEST_POSTGRES_URL names a server: in a database of its own there. */
export const onEveryDatabase = (suite: (testBox: () => TestBox) => void): void => {
  describe.each(databases)('on %s', (_name, database) => {
    let made: TestBox | undefined
    beforeAll(async () => {
      made = await openTestBox(await ownDatabase(database))
    })
    afterAll(() => made?.box.database.close())
    suite(() => {
      if (!made) throw new Error('the box is not open yet')
      return made
    })
  })
}

const ownDatabase = async (database: BoxConfig['database']): Promise<BoxConfig['database']> => {
  if (database.kind !== 'postgres') return database
  const url = new URL(database.url)
  const server = await openDatabase(database, log)
  const name = `fhir_${randomUUID().replaceAll('-', '')}`
  await server.query(`create database ${name}`)
  await server.close()
  url.pathname = `/${name}`
  return { kind: 'postgres', url: url.href }
}

const log = pino({ level: process.env.TEST_LOG ?? 'silent' })
const emptyBundle: Bundle = { resourceType: 'Bundle', type: 'transaction' }

const openTestBox = async (database: BoxConfig['database']): Promise<TestBox> => {
  const opened = await openDatabase(database, log)
  const clock = () => new Date()
  const box: Box = {
    config: {
      name: 'test',
      host: '127.0.0.1',
      port: 0,
      baseUrl: 'http://box.test',
      mode: 'demo',
      database,
      bundle: emptyBundle,
      keys: { privateKey: '', publicKey: '', secret: 'a secret of at least thirty-two bytes' },
      corsOrigins: [],
    },
    database: opened,
    resources: await createResources(opened, clock, randomUUID, log),
    clock,
    newId: randomUUID,
    log,
  }
  return { box, send: (method, url, options = {}) => send(box, method, url, options) }
}

const send = async (
  box: Box,
  method: string,
  url: string,
  {
    body,
    headers = {},
    sight = everythingVisible,
    caller = 'tester',
  }: { body?: unknown; headers?: Record<string, string>; sight?: Sight; caller?: string },
): Promise<Answer> => {
  const exchange = entryExchange(outer(box), box.config.baseUrl, {
    method,
    url,
    headers,
    ...(body === undefined ? {} : { resource: body as Resource }),
  })
  try {
    const reply = await perform(box, callOf(box, exchange, sight, caller))
    return {
      status: reply.status,
      headers: reply.headers,
      touched: reply.touched,
      text: joined(reply.body ?? ''),
      body: reply.body === undefined ? undefined : JSON.parse(joined(reply.body)),
    }
  } catch (error) {
    if (!(error instanceof BoxError)) throw error
    const text = JSON.stringify(error.outcome)
    return { status: error.status, headers: error.headers, text, body: JSON.parse(text) }
  }
}

const outer = (_box: Box): Exchange => ({
  id: 'test',
  method: 'POST',
  path: '/fhir',
  queryString: '',
  headers: {},
  remoteAddress: '127.0.0.1',
  scheme: 'http',
  body: undefined,
})

const callOf = (box: Box, exchange: Exchange, sight: Sight, caller: string): FhirCall => {
  const asked = route(exchange, [])
  if (asked.kind !== 'fhir') throw new Error(`${exchange.path} is no FHIR interaction`)
  const posted = asked.id.endsWith('Search') && exchange.method === 'POST'
  const form = posted ? parsePairs(String(exchange.body ?? '')) : []
  return {
    interaction: asked.id,
    ...fhirBase(asked).target,
    posted,
    query: [...parsePairs(exchange.queryString), ...form],
    headers: exchange.headers,
    body: exchange.body,
    sight,
    callerKey: caller,
    entry: async request =>
      callOf(box, entryExchange(exchange, box.config.baseUrl, request), sight, caller),
  }
}
