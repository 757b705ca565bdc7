// What a client can send wrong is answered with a clear 4xx: which field, why, what to do; never a 500, never a trace.
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { type LaunchAnswer, operations } from '../vocabulary/operations.ts'
import type { OperationOutcome } from '../vocabulary/outcome.ts'
import { world } from './harness/boxes.ts'
import { basic, call } from './harness/calls.ts'
import { filledForm } from './harness/form.ts'
import { people, portalToken } from './harness/personas.ts'

const root = () => basic('root', world().secrets.PRODUCTION_ROOT_SECRET ?? '')

const post = async (path: string, body: string | Buffer, headers: Record<string, string> = {}) => {
  const response = await fetch(world().production + path, {
    method: 'POST',
    headers: { authorization: root(), 'content-type': 'application/fhir+json', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  })
  const text = await response.text()
  return { status: response.status, text, id: response.headers.get('x-request-id') }
}

const patient = (changes: object) => JSON.stringify({ resourceType: 'Patient', ...changes })

test.each<[string, string, string, number, RegExp]>([
  ['malformed JSON', '/fhir/Patient', '{"resourceType":"Patient",', 400, /JSON/],
  [
    'another type than the URL names',
    '/fhir/Patient',
    '{"resourceType":"Coverage"}',
    400,
    /Patient|Coverage/,
  ],
  ['no resource at all', '/fhir/Patient', '[]', 400, /resource|object/i],
  ['an unknown element', '/fhir/Patient', patient({ colour: 'red' }), 422, /Patient\.colour/],
  ['a wrong type', '/fhir/Patient', patient({ birthDate: 5 }), 422, /Patient\.birthDate/],
  [
    'a date that is none',
    '/fhir/Patient',
    patient({ birthDate: '1990-13-45' }),
    422,
    /Patient\.birthDate/,
  ],
  [
    'a NUL character',
    '/fhir/Patient',
    patient({ name: [{ family: 'a\u0000b' }] }),
    400,
    /0000|NUL/i,
  ],
  ['an unknown type', '/fhir/Pationt', '{"resourceType":"Pationt"}', 404, /Pationt/],
  [
    'a reference to nothing',
    '/fhir/Coverage',
    JSON.stringify({
      resourceType: 'Coverage',
      status: 'active',
      beneficiary: { reference: 'Patient/nobody-here' },
      payor: [{ display: 'x' }],
    }),
    422,
    /beneficiary/,
  ],
  [
    'a field Aidbox does not know',
    '/fhir/Client',
    JSON.stringify({ resourceType: 'Client', colour: 'red' }),
    422,
    /colour/,
  ],
  [
    'a policy engine nobody knows',
    '/fhir/AccessPolicy',
    JSON.stringify({ resourceType: 'AccessPolicy', engine: 'magic' }),
    422,
    /engine|magic/,
  ],
  [
    'a transaction whose second entry is wrong',
    '/fhir',
    JSON.stringify({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          resource: { resourceType: 'Patient', id: 'half-there' },
          request: { method: 'PUT', url: 'Patient/half-there' },
        },
        {
          resource: { resourceType: 'Patient', birthDate: 7 },
          request: { method: 'POST', url: 'Patient' },
        },
      ],
    }),
    422,
    /entry\[1\]/,
  ],
])('%s is refused and named', async (_case, path, body, status, names) => {
  const answer = await post(path, body)
  expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(names)])
  expect(JSON.parse(answer.text).resourceType).toBe('OperationOutcome')
  expect(answer.text).not.toMatch(/node:internal|\.ts:\d|at \w+ \(/)
  expect(answer.id).toBeTruthy()
})

test('of a refused transaction nothing is left', async () => {
  const response = await fetch(`${world().production}/fhir/Patient/half-there`, {
    headers: { authorization: root() },
  })
  expect(response.status).toBe(404)
})

test('a body of 30 MB is refused without being read to its end', async () => {
  const { hostname, port } = new URL(world().production)
  const status = await new Promise<number>((resolve, reject) => {
    const sending = request(
      {
        hostname,
        port,
        path: '/fhir/Patient',
        method: 'POST',
        headers: {
          authorization: root(),
          'content-type': 'application/fhir+json',
          'content-length': 30 * 1024 * 1024,
        },
      },
      answer => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
        sending.destroy()
      },
    )
    sending.on('error', reject)
    sending.write(Buffer.alloc(64 * 1024, 0x20))
  })
  expect(status).toBe(413)
})

test('XML is refused and says so', async () => {
  const response = await fetch(`${world().production}/fhir/Organization`, {
    headers: { accept: 'application/fhir+xml' },
  })
  expect(response.status).toBe(406)
  expect(await response.text()).toMatch(/JSON/)
})

test.each([
  'Organization?nonsense=1',
  'Practitioner?name:fuzzy=x',
  'Location?_count=-1',
  'Location?_count=lots',
  'Organization?_lastUpdated=yesterday',
  'Organization?_sort=nonsense',
  'Organization?_page=0',
])('the search %s is refused with the parameter named', async path => {
  const response = await fetch(`${world().production}/fhir/${path}`, {
    headers: { authorization: root() },
  })
  const body = await response.text()
  expect([response.status, body]).toEqual([
    400,
    expect.stringContaining(path.split('?')[1]?.split(/[=:]/)[0] ?? ''),
  ])
})

test('every operation answers an empty or absurd body with a 4xx that is an OperationOutcome', async () => {
  const tokens = {
    vendor: await portalToken('sandbox', people.vendor),
    member: await portalToken('production', people.member),
    admin: await portalToken('production', people.admin),
    public: undefined,
  }
  for (const [id, { method, path, boxes, persona }] of Object.entries(operations)) {
    if (
      method === 'GET' ||
      method === 'DELETE' ||
      id === 'initialize-patient' ||
      // Takes no body, and revoking what is not there changes nothing.
      id === 'revoke-connection' ||
      id === 'reset-patient'
    )
      continue
    for (const body of [
      '[]',
      '{"nonsense":[{"a":1}],"email":7,"token":{},"version":[]}',
      '"text"',
      '{',
    ]) {
      const token = tokens[persona]
      const response = await fetch(
        world()[boxes[0]] + path.replaceAll(/\{\w+\}/g, 'no-such-thing'),
        {
          method,
          headers: {
            'content-type': 'application/json',
            ...(token ? { authorization: `Bearer ${token}` } : {}),
          },
          body,
        },
      )
      const text = await response.text()
      expect([id, body, response.status], text).toEqual([
        id,
        body,
        expect.toSatisfy((status: number) => status >= 400 && status < 500),
      ])
      expect(JSON.parse(text).resourceType, `${id} ${text}`).toBe('OperationOutcome')
    }
  }
})

test('the app form names every wrong field at once', async () => {
  const vendor = await portalToken('sandbox', people.vendor)
  const { status, body } = await call<OperationOutcome>(world().sandbox, vendor, 'register-app', {
    body: filledForm('secret', {
      redirectUrl: 'http://elsewhere.example/cb',
      launchUrl: 'data:text/html,x',
      privacyPolicyUrl: 'ftp://x.example',
      scopes: ['patient/Account.read'],
    }),
  })
  expect(status).toBe(422)
  const fields = body.issue.flatMap(({ expression }) => expression ?? [])
  for (const field of ['redirectUrl', 'launchUrl', 'privacyPolicyUrl', 'scopes'])
    expect(
      fields.some(one => one.startsWith(field)),
      field,
    ).toBe(true)
})

test('a vendor cannot name somebody else in a launch', async () => {
  const vendor = await portalToken('sandbox', people.vendor)
  const made = await call(world().sandbox, vendor, 'initialize-patient', { body: {} })
  expect([200, 201]).toContain(made.status)
  const launch = async (body: object) => {
    const path = { id: 'sample-app' }
    const answer = await call<LaunchAnswer>(world().sandbox, vendor, 'launch-app', { path, body })
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    // the token is signed, not sealed: what it says can be read
    const token = new URL(answer.body.uri).searchParams.get('launch') ?? ''
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    return { user: claims.user, ctx: claims.ctx }
  }
  const own = await launch({})
  expect(own.user).toBe('demo-vendor')
  expect(own.ctx.patient).toEqual(expect.stringMatching(/./))
  expect(own.ctx.patient).not.toBe('demo-member')
  const asSomebody = { user: 'admin', patient: 'demo-member', ctx: { patient: 'demo-member' } }
  expect(await launch(asSomebody)).toEqual(own)
})

test.each(['POST /aidbox', 'POST /aidbox/x', 'GET /health', 'GET /consent/../aidbox'])(
  'the portals do not forward %s to the App',
  async line => {
    const [method = '', path = ''] = line.split(' ')
    const response = await fetch(world().portal + path, {
      method,
      ...(method === 'POST' ? { body: '{}', headers: { 'content-type': 'application/json' } } : {}),
    })
    const text = await response.text()
    expect(text).not.toMatch(/operation/)
    if (path !== '/health') expect(response.status).toBeGreaterThanOrEqual(400)
  },
)
