// A running box with people, patients and clients for auth's tests, and a clock that can be moved.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import pg from 'pg'
import pino from 'pino'
import type { Resource } from '../../vocabulary/aidbox.ts'
import { transaction } from '../box.fixture.ts'
import type { Box, BoxConfig } from '../box.ts'
import { startBox } from '../index.ts'
import { hashPassword } from './passwords.ts'

export const password = 'a long enough password'
export const secret = 'c0nfidential-Secret_of-web-app'
export const rootSecret = 'root-secret-of-auth-tests'

export interface AuthBox {
  url: string
  box: Box
  /** Lines that the box logged. */
  logged: () => string
  advance(seconds: number): void
  /** What the box does every hour: how many Sessions went. */
  sweep(): Promise<number>
  close(): Promise<void>
}

const codeGrant = (redirect_uri: string, more: Record<string, unknown> = {}) => ({
  authorization_code: {
    redirect_uri,
    token_format: 'jwt',
    refresh_token: true,
    secret_required: false,
    pkce: true,
    ...more,
  },
})

const client = (id: string, more: Record<string, unknown>): Resource => ({
  resourceType: 'Client',
  id,
  active: true,
  type: 'smart-app',
  name: `App ${id}`,
  grant_types: ['authorization_code', 'refresh_token'],
  ...more,
})

export const redirects = {
  public: 'https://app.example/cb',
  web: 'https://web.example/callback?tenant=1',
  secondWeb: 'https://second-web.example/callback',
  native: 'http://127.0.0.1:7777/cb',
  custom: 'com.example.app:/cb',
  portal: 'http://localhost:3000/callback',
  records: 'http://localhost:3000/callback/records',
} as const

const resources = async (): Promise<Resource[]> => {
  const hash = await hashPassword(password)
  const user = (id: string, more: Record<string, unknown> = {}): Resource => ({
    resourceType: 'User',
    id,
    userName: `${id}@people.test`,
    email: `${id}@people.test`,
    name: { givenName: 'Given', familyName: id },
    password: hash,
    ...more,
  })
  const patient = (id: string): Resource => ({
    resourceType: 'Patient',
    id,
    name: [{ given: ['Given'], family: `of ${id}` }],
  })
  return [
    patient('p-member'),
    patient('p-other'),
    patient('p-parent'),
    patient('p-child'),
    patient('p-lapsed'),
    user('member', { fhirUser: { reference: 'Patient/p-member' } }),
    user('other', { fhirUser: { reference: 'Patient/p-other' } }),
    user('parent', { fhirUser: { reference: 'Patient/p-parent' } }),
    user('nobodys'),
    user('inactive', { inactive: true, fhirUser: { reference: 'Patient/p-other' } }),
    relatedPerson('r-child', 'p-child', '2999-01-01'),
    user('delegate'),
    relatedPerson('r-ward', 'p-other', '2999-01-01', 'delegate'),
    relatedPerson('r-lapsed', 'p-lapsed', '2020-01-01'),
    client('public-app', {
      auth: codeGrant(redirects.public),
      allowed_origins: ['https://spa.example'],
      details: { organizationName: '<b>Org</b> Inc.' },
    }),
    client('second-public', { auth: codeGrant('https://second.example/cb') }),
    client('web-app', {
      secret: secret,
      auth: codeGrant(redirects.web, { secret_required: true, pkce: false }),
    }),
    client('second-web', {
      secret,
      auth: codeGrant(redirects.secondWeb, { secret_required: true, pkce: false }),
    }),
    client('native-app', { auth: codeGrant(redirects.native) }),
    client('custom-app', { auth: codeGrant(redirects.custom) }),
    client('narrow-app', {
      auth: codeGrant('https://narrow.example/cb'),
      scope: ['openid', 'launch/patient', 'patient/Patient.rs', 'patient/Coverage.rs'],
    }),
    client('switched-off', { active: false, auth: codeGrant('https://off.example/cb') }),
    client('portal-ui', {
      type: 'portal',
      first_party: true,
      scope: ['openid', 'profile'],
      auth: codeGrant(redirects.portal, { refresh_token: false }),
    }),
    client('portal-records', {
      first_party: true,
      auth: codeGrant(redirects.records, { refresh_token: false }),
    }),
    client('basic-app', {
      type: 'service',
      grant_types: ['basic'],
      secret: 'p+l%us s',
    }),
    client('backend', {
      type: 'bulk-api-client',
      grant_types: ['client_credentials'],
      scope: ['system/*.rs'],
      jwks: [],
      auth: {
        client_credentials: {
          token_format: 'jwt',
          client_assertion_types: ['urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
        },
      },
    }),
  ]
}

const relatedPerson = (id: string, patient: string, end: string, who = 'parent'): Resource => ({
  resourceType: 'RelatedPerson',
  id,
  active: true,
  patient: { reference: `Patient/${patient}` },
  identifier: [{ system: 'https://plan-api.example/fhir/user-id', value: who }],
  period: { end },
})

const readsGranted: Resource = {
  resourceType: 'AccessPolicy',
  id: 'as-smart-app',
  engine: 'matcho',
  matcho: {
    uri: '#^/fhir/[A-Z]',
    client: { active: true, type: 'smart-app' },
    jwt: { atv: 2, context: { patient: 'present?' } },
  },
}

/** Where TEST_POSTGRES_URL names a server: a database of its own there, else memory. */
const freshDatabase = async () => {
  const server = process.env.TEST_POSTGRES_URL
  if (!server) return { database: { kind: 'pglite' as const }, drop: async () => {} }
  const name = `auth_${randomBytes(6).toString('hex')}`
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: server })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await run(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    database: { kind: 'postgres' as const, url: url.href },
    drop: () => run(`drop database ${name} with (force)`),
  }
}

/** Starts a box of its own; per-address limits are raised unless a test sets them. */
export const startAuthBox = async (more: Partial<BoxConfig> = {}): Promise<AuthBox> => {
  const lines: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
  let offset = 0
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const { database, drop } = await freshDatabase()
  const running = await startBox({
    name: 'production',
    host: '127.0.0.1',
    port: 0,
    baseUrl: 'http://127.0.0.1:0',
    mode: 'demo',
    database,
    bundle: transaction([readsGranted, ...(await resources())]),
    rootSecret,
    keys: { ...pair, secret: randomBytes(32).toString('hex') },
    corsOrigins: ['http://localhost:3000'],
    limits: {
      loginFailuresPerAddress: 100_000,
      authorizePerMinute: 100_000,
      clientFailuresPerMinute: 100_000,
    },
    ...more,
    clock: () => new Date(Date.now() + offset),
    log,
  })
  return {
    url: running.url,
    box: running.box,
    logged: () => lines.join(''),
    advance: seconds => {
      offset += seconds * 1000
    },
    sweep: running.sweep,
    close: async () => {
      await running.close()
      await drop()
    },
  }
}
