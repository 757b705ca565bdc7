// Rows K of the SMART contract, over HTTP: backend services and their assertions, and how a client's keys are fetched.
import { generateKeyPairSync } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { exportJWK, importPKCS8, importSPKI, type JWK, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AuthBox, secret, startAuthBox } from './auth-box.fixture.ts'
import { readKeySet } from './key-set.ts'
import { basic, post } from './smart-dance.fixture.ts'

let running: AuthBox
beforeAll(async () => {
  running = await startAuthBox()
})
afterAll(() => running.close())

type Alg = 'RS384' | 'ES384'
const publicKeyEncoding = { type: 'spki', format: 'pem' } as const
const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const
const rsaPair = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding, privateKeyEncoding })
const pairs = {
  RS384: rsaPair(),
  ES384: generateKeyPairSync('ec', {
    namedCurve: 'P-384',
    publicKeyEncoding,
    privateKeyEncoding,
  }),
}

const jwkOf = async (alg: Alg): Promise<JWK> => {
  const key = await importSPKI(pairs[alg].publicKey, alg, { extractable: true })
  return { ...(await exportJWK(key)), kid: `key-${alg}`, alg, use: 'sig' }
}

const assertionOf = async (
  change: {
    alg?: Alg
    header?: Record<string, unknown>
    claims?: Record<string, unknown>
    pem?: string
  } = {},
) => {
  const alg = change.alg ?? 'RS384'
  const now = Math.floor(running.box.clock().getTime() / 1000)
  const claims = {
    iss: 'backend',
    sub: 'backend',
    aud: `${running.url}/auth/token`,
    exp: now + 120,
    jti: crypto.randomUUID(),
    ...change.claims,
  }
  const key = await importPKCS8(change.pem ?? pairs[alg].privateKey, alg)
  return new SignJWT(JSON.parse(JSON.stringify(claims)))
    .setProtectedHeader({ alg, kid: `key-${alg}`, typ: 'JWT', ...change.header })
    .sign(key)
}

const asBackend = (client_assertion: string, fields: Record<string, string> = {}) =>
  post(running, '/auth/token', {
    grant_type: 'client_credentials',
    scope: 'system/*.rs',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion,
    ...fields,
  })

const registerKeys = async (more: Record<string, unknown> = {}) => {
  const before = await running.box.resources.get('Client', 'backend')
  if (!before) throw new Error('no backend')
  const jwks = [await jwkOf('RS384'), await jwkOf('ES384')]
  await running.box.resources.update({ ...before, jwks, ...more })
}

const refused = { status: 401, body: { error: 'invalid_client' } }

test.each(['RS384', 'ES384'] as const)(
  'K1 a backend service with an %s key gets the system scopes it registered',
  async alg => {
    await registerKeys()
    const { status, body } = await asBackend(await assertionOf({ alg }), {
      scope: 'system/Patient.rs',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'system/Patient.rs',
    })
  },
)

test('K4 a backend service gets nothing of a person', async () => {
  await registerKeys()
  const mixed = await asBackend(await assertionOf(), {
    scope: 'system/Patient.rs patient/Patient.rs user/Patient.rs openid offline_access',
  })
  expect(mixed.body.scope).toBe('system/Patient.rs')
  expect(mixed.body).not.toHaveProperty('refresh_token')
  expect(mixed.body).not.toHaveProperty('id_token')
  const none = await asBackend(await assertionOf(), {
    scope: 'patient/Patient.rs user/Patient.rs openid offline_access',
  })
  expect(none).toMatchObject({ status: 400, body: { error: 'invalid_scope' } })
})

test('K2 an assertion that is used, over, incomplete, for another or by another key gives nothing', async () => {
  await registerKeys()
  const used = await assertionOf()
  expect((await asBackend(used)).status).toBe(200)
  const now = Math.floor(running.box.clock().getTime() / 1000)
  const unsigned = [
    { alg: 'none', kid: 'key-RS384' },
    { iss: 'backend', sub: 'backend' },
  ]
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const bad = [
    used,
    await assertionOf({ claims: { exp: now - 5 } }),
    await assertionOf({ claims: { exp: undefined } }),
    await assertionOf({ claims: { jti: undefined } }),
    await assertionOf({ claims: { aud: 'https://elsewhere.example' } }),
    await assertionOf({ claims: { sub: 'public-app' } }),
    await assertionOf({ claims: { iss: 'public-app' } }),
    await assertionOf({ pem: rsaPair().privateKey }),
    await assertionOf({ header: { kid: 'unknown' } }),
    await assertionOf({ header: { kid: 'key-ES384' } }),
    `${unsigned}.`,
    'a.b.c',
  ]
  for (const assertion of bad) expect(await asBackend(assertion)).toMatchObject(refused)
  const type = { client_assertion_type: 'urn:something' }
  expect((await asBackend(await assertionOf(), type)).status).toBe(400)
})

test('K3 a lifetime beyond five minutes and keys from elsewhere give nothing', async () => {
  await registerKeys()
  const now = Math.floor(running.box.clock().getTime() / 1000)
  expect(await asBackend(await assertionOf({ claims: { exp: now + 310 } }))).toMatchObject(refused)
  const jku = 'https://elsewhere.example/jwks'
  expect(await asBackend(await assertionOf({ header: { jku } }))).toMatchObject(refused)
})

test('K3 keys at a private address are never asked for', async () => {
  const asked: string[] = []
  const port = await listening(createServer(request => void asked.push(request.url ?? '')))
  servers.at(-1)?.on('connection', () => asked.push('connection'))
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433'])
    for (const scheme of ['https', 'http']) {
      await registerKeys({ jwks_uri: `${scheme}://${host}:${port}/jwks` })
      expect(await asBackend(await assertionOf())).toMatchObject(refused)
    }
  expect(asked).toEqual([])
  await registerKeys({ jwks_uri: undefined })
})

test('K3 a key set that redirects is not followed, one that answers is read', async () => {
  const keys = [await jwkOf('ES384')]
  const asked: string[] = []
  const elsewhere = await listening(
    createServer((request, response) => {
      asked.push(request.url ?? '')
      response.setHeader('cache-control', 'max-age=60').end(JSON.stringify({ keys }))
    }),
  )
  const redirecting = await listening(
    createServer((_request, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${elsewhere}/moved` }).end()
    }),
  )
  await expect(readKeySet(`http://127.0.0.1:${redirecting}/jwks`)).rejects.toThrow('not answer 200')
  expect(asked).toEqual([])
  expect(await readKeySet(`http://127.0.0.1:${elsewhere}/jwks`)).toEqual({ keys, seconds: 60 })
})

test('K5 an assertion client without one and a public client get no machine token', async () => {
  const grant_type = 'client_credentials'
  const bare = await post(running, '/auth/token', { grant_type, client_id: 'backend' })
  expect(bare.status).toBe(401)
  const open = await post(running, '/auth/token', {
    grant_type,
    client_id: 'public-app',
    scope: 'system/*.rs',
  })
  expect(open).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } })
  const web = { grant_type, scope: 'system/*.rs' }
  expect((await post(running, '/auth/token', web, basic('web-app', secret))).status).toBe(400)
})

const servers: Server[] = []
afterAll(() => {
  for (const server of servers) server.closeAllConnections()
  for (const server of servers) server.close()
})

const listening = (server: Server): Promise<number> => {
  servers.push(server)
  return new Promise(resolve =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    }),
  )
}
