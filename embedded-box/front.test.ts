// A started box over HTTP: who is let in, what is refused and how, what is logged and audited.
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Resource } from '../vocabulary/aidbox.ts'
import { planNetProfile } from '../vocabulary/profiles.ts'
import { basic, type LoggingBox, rootSecret, startTestBox, transaction } from './box.fixture.ts'
import { field, isObject } from './json.ts'

let app: Server
let box: LoggingBox
let received: unknown[] = []
let appUrl: string
let appAuthorization: string | undefined

const text = async (request: IncomingMessage): Promise<string> => {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}

beforeAll(async () => {
  app = createServer(async (request, response) => {
    const message: unknown = JSON.parse(await text(request))
    appAuthorization = request.headers.authorization
    received.push(message)
    const id = field(field(message, 'operation'), 'id')
    if (id === 'slow') return // answers never: the box gives up
    if (id === 'broken') {
      response.writeHead(409, { 'content-type': 'application/json', 'set-cookie': 'x=1' })
      response.end('{"its":"own error"}')
      return
    }
    response.writeHead(201, { 'content-type': 'text/plain' })
    response.end('made by the App')
  })
  await new Promise<void>(resolve => app.listen(0, '127.0.0.1', resolve))
  const address = app.address()
  appUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/aidbox`
  box = await startTestBox({
    bundle: transaction(bundle(appUrl)),
    limits: { maxBodyBytes: 3_000_000 },
  })
})

afterAll(async () => {
  await box?.close()
  app?.closeAllConnections()
  await new Promise(resolve => app?.close(resolve))
})

const directory = ['Location', 'Organization', 'Practitioner']
const bundle = (appUrl: string): Resource[] => [
  {
    resourceType: 'Client',
    id: 'service',
    active: true,
    grant_types: ['basic'],
    secret: 'service-secret',
  },
  {
    resourceType: 'User',
    id: 'u1',
    email: 'u1@example.test',
    fhirUser: { reference: 'Patient/p1' },
  },
  {
    resourceType: 'Client',
    id: 'smart',
    active: true,
    type: 'smart-app',
    grant_types: ['code'],
    smart: { launch_uri: 'https://app.example/launch?tenant=1' },
  },
  {
    resourceType: 'App',
    id: 'test-app',
    apiVersion: 1,
    type: 'app',
    endpoint: { url: appUrl, type: 'http-rpc', secret: 'app-secret' },
    operations: {
      make: { method: 'POST', path: ['things', { name: 'id' }, '$make'] },
      open: { method: 'GET', path: ['open'], policies: { 'all-may-open': { engine: 'allow' } } },
      slow: { method: 'GET', path: ['slow'], timeout: 200, policies: { s: { engine: 'allow' } } },
      broken: { method: 'GET', path: ['broken'], policies: { b: { engine: 'allow' } } },
    },
  },
  {
    resourceType: 'AccessPolicy',
    id: 'as-anonymous-search-directory',
    engine: 'matcho',
    link: [{ reference: 'Operation/FhirSearch' }, { reference: 'Operation/FhirRead' }],
    matcho: { params: { 'resource/type': { $enum: directory } } },
  },
  {
    resourceType: 'AccessPolicy',
    id: 'as-service-use-things',
    engine: 'matcho',
    link: [{ reference: 'Client/service' }],
    matcho: { uri: '#^/(things|fhir/(Patient|Location)|rpc)', user: 'nil?' },
  },
  {
    resourceType: 'AccessPolicy',
    id: 'as-service-launch',
    engine: 'matcho-rpc',
    type: 'rpc',
    link: [{ reference: 'Client/service' }],
    rpc: { 'aidbox.smart/get-launch-uri': { params: { user: { $enum: ['u1'] } } } },
  },
  { resourceType: 'Patient', id: 'p1', name: [{ family: 'Ann' }] },
  {
    resourceType: 'Location',
    id: 'public',
    name: 'Clinic',
    meta: { profile: [planNetProfile('plannet-Location')] },
  },
  { resourceType: 'Location', id: 'private', name: 'Home' },
]

interface Answer {
  status: number
  headers: Headers
  text: string
  json: unknown
}

const call = async (
  path: string,
  { as, body, ...init }: Omit<RequestInit, 'body'> & { as?: string; body?: unknown } = {},
): Promise<Answer> => {
  const response = await fetch(`${box.url}${path}`, {
    ...init,
    headers: {
      ...(as ? { authorization: as } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
      ...init.headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    redirect: 'manual',
  })
  const answer = await response.text()
  let json: unknown
  try {
    json = JSON.parse(answer)
  } catch {
    json = undefined
  }
  return { status: response.status, headers: response.headers, text: answer, json }
}

const root = basic('root', rootSecret)
const service = basic('service', 'service-secret')
const ids = ({ json }: Answer) => {
  const entries = field(json, 'entry')
  return Array.isArray(entries) ? entries.map(entry => field(field(entry, 'resource'), 'id')) : []
}
const issueOf = ({ json }: Answer): unknown => field(field(json, 'issue'), '0')

test('anyone searches the directory and sees only what is published as such', async () => {
  const answer = await call('/fhir/Location')
  expect(answer.status).toBe(200)
  expect(ids(answer)).toEqual(['public'])
  expect((await call('/fhir/Location/public')).status).toBe(200)
  expect((await call('/fhir/Location/private')).status).toBe(404)
  expect(ids(await call('/fhir/Location', { as: service }))).toHaveLength(2)
  expect(ids(await call('/fhir/Location', { as: root }))).toHaveLength(2)
})

test('nobody reads clinical data, not at the root either: they are asked to sign in', async () => {
  for (const path of [
    '/fhir/Patient/p1',
    '/fhir/Patient',
    '/Patient/p1',
    '/fhir/Client',
    '/Client/root',
  ]) {
    const answer = await call(path)
    expect([path, answer.status]).toEqual([path, 401])
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  }
})

test('who is known and not let in gets Aidbox’s 403', async () => {
  for (const path of ['/fhir/Client', '/Client/root']) {
    const answer = await call(path, { as: service })
    expect([path, answer.status]).toEqual([path, 403])
    expect(answer.headers.get('www-authenticate')).toBeNull()
    expect(answer.json).toEqual({
      resourceType: 'OperationOutcome',
      id: 'forbidden',
      text: { status: 'generated', div: 'Forbidden' },
      issue: [{ severity: 'fatal', code: 'forbidden', diagnostics: 'Forbidden' }],
    })
  }
})

test('an include or chain that leads out of the directory is refused as a whole', async () => {
  const include = await call('/fhir/Location?_revinclude=Encounter:location')
  expect(include.status).toBe(403)
  const chain = await call('/fhir/Location?_has:Encounter:location:status=finished')
  expect(chain.status).toBe(403)
})

test('wrong credentials are 401, never quietly nobody', async () => {
  const answer = await call('/fhir/Location', { as: basic('service', 'wrong') })
  expect(answer.status).toBe(401)
  expect(answer.headers.get('www-authenticate')).toBeTruthy()
  expect((await call('/fhir/Location', { as: 'Bearer rubbish' })).status).toBe(401)
  expect((await call('/fhir/Location', { as: 'Magic x' })).status).toBe(401)
})

test('root writes and reads both formats; a Client’s secret never comes back', async () => {
  const made = await call('/fhir/Grant', {
    method: 'POST',
    as: root,
    body: {
      resourceType: 'Grant',
      id: 'g1',
      user: { resourceType: 'User', id: 'u1' },
      client: { reference: 'Client/smart' },
    },
  })
  expect(made.status).toBe(201)
  expect(made.json).toMatchObject({ user: { reference: 'User/u1' } })
  const native = await call('/Grant/g1', { as: root })
  expect(native.json).toMatchObject({ user: { resourceType: 'User', id: 'u1' } })
  expect((await call('/fhir/Client/service', { as: root })).text).not.toContain('service-secret')
  const unserved = await call('/Patient/p1', { as: root })
  expect(unserved.status).toBe(404)
  expect(unserved.text).toContain('/fhir')
})

test('an unknown attribute of a system resource is 422 and named', async () => {
  const answer = await call('/fhir/Client/new', {
    method: 'PUT',
    as: root,
    body: { resourceType: 'Client', id: 'new', colour: 'red' },
  })
  expect(answer.status).toBe(422)
  expect(issueOf(answer)).toMatchObject({ expression: ['Client.colour'] })
})

test('a policy that is not understood is refused when it is written, and a good one counts at once', async () => {
  const policy = { resourceType: 'AccessPolicy', id: 'late', engine: 'matcho' }
  const bad = await call('/AccessPolicy/late', {
    method: 'PUT',
    as: root,
    body: { ...policy, matcho: { uri: { $any: [] } } },
  })
  expect(bad.status).toBe(422)
  expect(bad.text).toContain('$any')
  expect((await call('/fhir/Patient/p1')).status).toBe(401)
  await call('/AccessPolicy/late', {
    method: 'PUT',
    as: root,
    body: { ...policy, matcho: { uri: '/fhir/Patient/p1' } },
  })
  // let in now, but what is no directory resource stays unseen by nobody
  expect((await call('/fhir/Patient/p1')).status).toBe(404)
  await call('/AccessPolicy/late', { method: 'DELETE', as: root })
  expect((await call('/fhir/Patient/p1')).status).toBe(401)
})

test('an operation of the App gets Aidbox’s message, and its answer comes back as it is', async () => {
  received = []
  const answer = await call('/things/t%201/$make?a=1&a=2&b=3', {
    method: 'POST',
    as: service,
    body: { input: true },
    headers: {
      cookie: 'asid=x',
      'x-request-id': 'request-12345',
      'x-forwarded-for': '6.6.6.6',
      'x-real-ip': '6.6.6.6',
      forwarded: 'for=6.6.6.6',
    },
  })
  expect(answer.status).toBe(201)
  expect(answer.text).toBe('made by the App')
  expect(answer.headers.get('content-type')).toContain('text/plain')
  expect(answer.headers.get('x-request-id')).toBe('request-12345')
  expect(appAuthorization).toBe(basic('test-app', 'app-secret'))
  expect(received).toHaveLength(1)
  expect(received[0]).toMatchObject({
    type: 'operation',
    request: {
      resource: { input: true },
      params: { a: ['1', '2'], b: '3' },
      'route-params': { id: 't 1' },
      headers: {
        authorization: service,
        'x-request-id': 'request-12345',
        'x-forwarded-for': expect.stringMatching(/^(::ffff:)?127\.0\.0\.1$/),
      },
      'oauth/client': { id: 'service' },
    },
    box: { 'base-url': box.url },
    operation: { id: 'make', app: { id: 'test-app', resourceType: 'App' } },
  })
  // neither cookies nor secrets; and where the caller is, the caller does not get to say
  expect(JSON.stringify(received[0])).not.toMatch(/asid|"secret"|6\.6\.6\.6/)
})

test('an App’s operation needs a policy; one in its manifest is enough', async () => {
  expect((await call('/things/t1/$make', { method: 'POST', body: {} })).status).toBe(401)
  expect((await call('/open')).status).toBe(201)
})

test('an App that is too slow is 504, its own errors pass through', async () => {
  const slow = await call('/slow')
  expect(slow.status).toBe(504)
  expect(issueOf(slow)).toMatchObject({ code: 'timeout' })
  const broken = await call('/broken')
  expect([broken.status, broken.text]).toEqual([409, '{"its":"own error"}'])
  expect(broken.headers.get('set-cookie')).toBeNull()
})

test('an App that is not there is 502', async () => {
  await call('/fhir/App/gone', {
    method: 'PUT',
    as: root,
    body: {
      resourceType: 'App',
      id: 'gone',
      apiVersion: 1,
      type: 'app',
      endpoint: { url: 'http://127.0.0.1:1/aidbox' },
      operations: { g: { method: 'GET', path: ['gone'], policies: { g: { engine: 'allow' } } } },
    },
  })
  const answer = await call('/gone')
  expect(answer.status).toBe(502)
  expect(issueOf(answer)).toMatchObject({ code: 'transient' })
})

test('RPC makes a launch link for whom a policy allows, and for nobody else', async () => {
  const rpc = (params: unknown, as?: string) =>
    call('/rpc', { method: 'POST', as, body: { method: 'aidbox.smart/get-launch-uri', params } })
  const params = { user: 'u1', client: 'smart', iss: `${box.url}/fhir`, ctx: { patient: 'p1' } }
  const answer = await rpc(params, service)
  expect(answer.status).toBe(200)
  const uri = new URL(String(field(field(answer.json, 'result'), 'uri')))
  expect(uri.origin + uri.pathname).toBe('https://app.example/launch')
  expect(uri.searchParams.get('tenant')).toBe('1')
  expect(uri.searchParams.get('iss')).toBe(`${box.url}/fhir`)
  expect(uri.searchParams.get('launch')).toBe(field(field(answer.json, 'result'), 'launch'))
  expect((await rpc(params)).status).toBe(401)
  expect((await rpc({ ...params, ctx: {} }, root)).status).toBe(422)
  expect((await rpc({ ...params, iss: 'https://elsewhere.example/fhir' }, root)).status).toBe(422)
  expect((await rpc({ ...params, client: 'service' }, root)).status).toBe(422)
})

test.each<[string, string, RequestInit & { as?: string; body?: string }, number, RegExp]>([
  [
    'broken JSON names the place',
    '/fhir/Patient',
    { method: 'POST', body: '{"a":\n x}' },
    400,
    /line 2, column 2/,
  ],
  [
    'U+0000 names the field',
    '/fhir/Patient',
    { method: 'POST', body: '{"resourceType":"Patient","name":[{"family":"a\\u0000"}]}' },
    400,
    /name\[0\]\.family/,
  ],
  ['U+0000 in a parameter', '/fhir/Patient?name=a%00b', {}, 400, /U\+0000/],
  ['a broken percent sign', '/fhir/Patient?name=%E0%A4%A', {}, 400, /percent/],
  [
    'a body that is no JSON',
    '/fhir/Patient',
    { method: 'POST', body: 'a: 1', headers: { 'content-type': 'text/yaml' } },
    415,
    /JSON/,
  ],
  [
    'a compressed body',
    '/fhir/Patient',
    { method: 'POST', body: '{}', headers: { 'content-encoding': 'gzip' } },
    415,
    /Content-Encoding/,
  ],
  [
    'XML by Accept',
    '/fhir/Patient',
    { headers: { accept: 'application/fhir+xml' } },
    406,
    /JSON only/,
  ],
  ['XML by _format', '/fhir/Patient?_format=xml', {}, 406, /JSON only/],
  ['an unknown type', '/fhir/Wizard', {}, 404, /Wizard/],
  ['an unknown path', '/wizard', {}, 404, /nothing at/],
  [
    'a method that is not for the path',
    '/fhir/Patient/p1',
    { method: 'POST', body: '{}' },
    405,
    /GET/,
  ],
  [
    'deep nesting',
    '/fhir/Patient',
    { method: 'POST', body: `${'['.repeat(500)}${']'.repeat(500)}` },
    400,
    /nested/,
  ],
])('%s: an answer that says what to fix, never a 500', async (_, path, init, status, words) => {
  const answer = await call(path, { as: root, ...init })
  expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(words)])
  expect(answer.json).toMatchObject({ resourceType: 'OperationOutcome' })
  expect(answer.text).not.toMatch(/at .*\.ts|node:internal/)
  expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{8,64}$/)
})

test('_format=json and Accept lists that leave JSON are served', async () => {
  expect((await call('/fhir/Location?_format=application/fhir%2Bjson')).status).toBe(200)
  expect(
    (await call('/fhir/Location?_format=json', { headers: { accept: 'text/xml' } })).status,
  ).toBe(200)
  const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
  expect((await call('/fhir/Location', { headers: { accept: browser } })).status).toBe(200)
})

test('a body that is too long is 413 before it is sent, and while it streams', async () => {
  const long = `{"resourceType":"Patient","x":"${'y'.repeat(3_000_000)}"}`
  const told = await call('/fhir/Patient', { method: 'POST', as: root, body: long })
  expect(told.status).toBe(413)
  const { hostname, port } = new URL(box.url)
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    let seen = ''
    socket.on('data', data => {
      seen += data
      if (seen.includes('OperationOutcome')) {
        socket.destroy()
        resolve(seen)
      }
    })
    socket.on('error', reject)
    socket.write(
      `POST /fhir/Patient HTTP/1.1\r\nHost: x\r\nAuthorization: ${root}\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n`,
    )
    const chunk = 'z'.repeat(1_000_000)
    for (let count = 0; count < 4; count++)
      socket.write(`${chunk.length.toString(16)}\r\n${chunk}\r\n`)
  })
  expect(answer).toMatch(/^HTTP\/1.1 413 /)
})

test('HEAD has the headers of GET and no body', async () => {
  const get = await call('/fhir/Location/public')
  const head = await call('/fhir/Location/public', { method: 'HEAD' })
  expect([head.status, head.text]).toEqual([200, ''])
  expect(head.headers.get('etag')).toBe(get.headers.get('etag'))
  expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'))
})

test('pages of other origins may read FHIR, portals the rest; credentials never', async () => {
  const origin = { origin: 'https://anywhere.example' }
  const fhir = await call('/fhir/Location', { headers: origin })
  expect(fhir.headers.get('access-control-allow-origin')).toBe('*')
  expect(fhir.headers.get('access-control-expose-headers')).toContain('Location')
  const preflight = await call('/fhir/Patient', {
    method: 'OPTIONS',
    headers: { ...origin, 'access-control-request-headers': 'authorization' },
  })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
  const stranger = await call('/open', { headers: origin })
  expect(stranger.headers.get('access-control-allow-origin')).toBeNull()
  const portal = await call('/open', { headers: { origin: 'http://portal.test' } })
  expect(portal.headers.get('access-control-allow-origin')).toBe('http://portal.test')
  for (const answer of [fhir, preflight, stranger, portal])
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
})

test('every answer carries the security headers and says nothing about the server', async () => {
  const { headers } = await call('/fhir/Location')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('x-powered-by')).toBeNull()
})

test('health and version are public, metrics are for this machine and name templates only', async () => {
  expect(await call('/health')).toMatchObject({ status: 200, json: { status: 'pass' } })
  expect((await call('/$version')).json).toHaveProperty('version')
  await call('/fhir/Patient/secret-id', { as: root })
  const metrics = await call('/metrics')
  expect(metrics.text).toContain('route="/fhir/{type}/{id}"')
  expect(metrics.text).not.toContain('secret-id')
  const proxied = await call('/metrics', { headers: { 'x-forwarded-for': '10.0.0.1' } })
  expect(proxied.status).toBe(404)
})

test('the log tells who was let in by which policy, and neither ids nor values of the request', async () => {
  box.lines.length = 0
  await call('/fhir/Patient/p1?name=smith', {
    as: service,
    headers: { 'x-request-id': 'log-line-1' },
  })
  const line: unknown = JSON.parse(box.lines.find(found => found.includes('log-line-1')) ?? '{}')
  expect(line).toMatchObject({
    method: 'GET',
    route: '/fhir/{type}/{id}',
    status: 200,
    operation: 'FhirRead',
    type: 'Patient',
    policy: 'as-service-use-things',
    client: 'service',
  })
  expect(box.lines.join('')).not.toMatch(/smith|Patient\/p1|Basic |service-secret/)
})

test('who read whose data is in the audit; a directory reader is not', async () => {
  await call('/fhir/Patient/p1', { as: service, headers: { 'x-request-id': 'audited-read' } })
  await call('/fhir/Location', { headers: { 'x-request-id': 'anonymous-read' } })
  await call('/fhir/Claim', { as: service, headers: { 'x-request-id': 'refused-search' } })
  await box.flushAudit()
  const events = await box.box.resources.find<Resource>('AuditEvent', {})
  const byRequest = (id: string) => events.filter(event => JSON.stringify(event).includes(id))
  expect(byRequest('audited-read')).toHaveLength(1)
  expect(byRequest('audited-read')[0]).toMatchObject({
    action: 'R',
    outcome: '0',
    subtype: [{ code: 'read' }],
    agent: [{ who: { reference: 'Client/service' } }],
    entity: expect.arrayContaining([
      expect.objectContaining({ what: { reference: 'Patient/p1' } }),
    ]),
  })
  expect(byRequest('anonymous-read')).toEqual([])
  expect(byRequest('refused-search')[0]).toMatchObject({ outcome: '4' })
})

test('an entry of a batch is judged as if it were sent alone', async () => {
  await call('/AccessPolicy/as-service-batch', {
    method: 'PUT',
    as: root,
    body: {
      resourceType: 'AccessPolicy',
      id: 'as-service-batch',
      engine: 'allow',
      link: [{ reference: 'Operation/FhirTransaction' }],
    },
  })
  const batch = (type: string) =>
    call('/fhir', {
      method: 'POST',
      as: service,
      body: {
        resourceType: 'Bundle',
        type,
        entry: [
          { request: { method: 'GET', url: 'Patient/p1' } },
          { request: { method: 'GET', url: 'Client/root' } },
        ],
      },
    })
  const answer = await batch('batch')
  const entries = field(answer.json, 'entry')
  expect(
    Array.isArray(entries) &&
      entries.map(entry => String(field(field(entry, 'response'), 'status')).slice(0, 3)),
  ).toEqual(['200', '403'])
  expect((await batch('transaction')).status).toBe(403)
})

test('$matcho explains a pattern to who may ask', async () => {
  const body = { matcho: { a: 'present?', b: 1 }, resource: { b: 2 } }
  expect((await call('/$matcho', { method: 'POST', body })).status).toBe(401)
  const answer = await call('/$matcho', { method: 'POST', as: root, body })
  expect(answer.json).toEqual({
    result: [
      { expected: 'present?', but: null, path: ['a'] },
      { expected: 1, but: 2, path: ['b'] },
    ],
  })
  const wrong = await call('/$matcho', {
    method: 'POST',
    as: root,
    body: { matcho: { a: { $x: 1 } } },
  })
  expect(wrong.status).toBe(422)
})

test('a long answer is compressed for who asks for it', async () => {
  const name = [{ family: 'x'.repeat(20_000) }]
  await call('/fhir/Patient/long', {
    method: 'PUT',
    as: root,
    body: { resourceType: 'Patient', id: 'long', name },
  })
  const answer = await call('/fhir/Patient/long', {
    as: root,
    headers: { 'accept-encoding': 'gzip' },
  })
  expect(answer.headers.get('content-encoding')).toBe('gzip')
  expect(isObject(answer.json) && answer.json.name).toEqual(name)
  const plain = await call('/fhir/Patient/p1', { as: root, headers: { 'accept-encoding': 'gzip' } })
  expect(plain.headers.get('content-encoding')).toBeNull()
})

test('where a caller is, a proxy that the box was told to trust may say', async () => {
  const own = await startTestBox({
    bundle: transaction(bundle(appUrl)),
    trustedProxies: ['loopback'],
  })
  try {
    received = []
    const headers = { authorization: root, 'x-forwarded-for': '6.6.6.6, 203.0.113.7' }
    await fetch(`${own.url}/open`, { headers })
    // the last one is the proxy's own word; what stands before it the caller may have written
    expect(field(field(field(received[0], 'request'), 'headers'), 'x-forwarded-for')).toBe(
      '203.0.113.7',
    )
  } finally {
    await own.close()
  }
}, 60_000)
