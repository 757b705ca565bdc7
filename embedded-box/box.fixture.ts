// A started box for tests: in memory, on a free port of this machine, with a small bundle, torn down by `close`.
import { generateKeyPairSync } from 'node:crypto'
import pino from 'pino'
import type { BundleEntry, Resource } from '../vocabulary/aidbox.ts'
import type { BoxConfig } from './box.ts'
import { type RunningBox, startBox } from './index.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

export const rootSecret = 'root-secret-of-tests'

/** A configuration that starts; what a test needs differently goes over it. */
export const testConfig = (change: Partial<BoxConfig> = {}): BoxConfig => ({
  name: 'test',
  host: '127.0.0.1',
  port: 0,
  baseUrl: 'http://127.0.0.1:0',
  mode: 'demo',
  database: { kind: 'pglite' },
  bundle: transaction([]),
  rootSecret,
  keys: { privateKey, publicKey, secret: 'a secret of at least thirty-two bytes' },
  corsOrigins: ['http://portal.test'],
  ...change,
})

/** `PUT`s of these resources as one transaction. */
export const transaction = (resources: readonly Resource[]) => ({
  resourceType: 'Bundle' as const,
  type: 'transaction',
  entry: resources.map(
    (resource): BundleEntry => ({
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    }),
  ),
})

export interface LoggingBox extends RunningBox {
  /** Log lines so far, as they were written. */
  lines: string[]
}

/** Starts a box that logs into a list. */
export const startTestBox = async (change: Partial<BoxConfig> = {}): Promise<LoggingBox> => {
  const lines: string[] = []
  const log = pino({ base: undefined }, { write: (line: string) => void lines.push(line) })
  const running = await startBox({ ...testConfig(change), log })
  return { ...running, lines }
}

/** The `Authorization` of a client with a secret. */
export const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
