// The portals' server over HTTP: pages, their headers, health, and what reaches the App.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningPortals, startPortals } from './index.ts'

let folder: string
let app: Server
let portals: RunningPortals
let ready = false
const seen: { url: string; headers: IncomingMessage['headers']; body: string }[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portals-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(
    join(folder, 'index.html'),
    '<html lang="en"><head><meta property="csp-nonce" nonce="%CSP_NONCE%"><meta name="portal-config" content="%TOLD%"></head><body><!--frame--></body>',
  )
  await writeFile(join(folder, 'assets', 'main-abc.js'), 'export {}')
  await writeFile(join(folder, 'assets', 'main-abc.js.br'), brotliCompressSync('export {}'))
  const manifest = {
    'src/member/portal.tsx': { file: 'assets/portal-1.js', imports: ['_shared.js'] },
    '_shared.js': { file: 'assets/shared-2.js' },
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
  app = createServer((request, response) => {
    let body = ''
    request.on('data', chunk => {
      body += chunk
    })
    request.on('end', () => {
      seen.push({ url: request.url ?? '', headers: request.headers, body })
      response.writeHead(303, {
        location: 'http://box.example/auth/authorize',
        'set-cookie': ['consent=flow; Path=/consent', 'other=1'],
        'content-security-policy': "default-src 'none'",
      })
      response.end('page of the App')
    })
  })
  await new Promise<void>(done => app.listen(0, '127.0.0.1', done))
  const address = app.address()
  const port = typeof address === 'object' && address ? address.port : 0
  portals = await startPortals({
    host: '127.0.0.1',
    port: 0,
    sandbox: 'http://sandbox.example:8081',
    production: 'http://production.example:8080',
    appUrl: `http://127.0.0.1:${port}`,
    mode: 'demo',
    health: async () => ({ ready, detail: { sandbox: 'loading' } }),
    folder,
  })
})

afterAll(async () => {
  await portals.close()
  await new Promise(done => app.close(done))
  await rm(folder, { recursive: true })
})

const get = (path: string, init: RequestInit = {}) =>
  fetch(portals.url + path, { redirect: 'manual', ...init })

/** fetch tidies paths up before it sends them; an attacker does not. */
const rawStatus = (path: string) =>
  new Promise<number>((resolve, reject) => {
    const { hostname, port } = new URL(portals.url)
    httpRequest({ hostname, port, path }, response => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })

test.each([
  '/',
  '/vendor',
  '/vendor/apps/1',
  '/admin',
  '/member/connections',
  '/directory',
  '/docs/searchPractitioner',
  '/callback/records',
])('the page %s is served and may not be kept by the browser unasked', async path => {
  const answer = await get(path)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-cache')
  expect(answer.headers.get('content-type')).toContain('text/html')
})

test('a script travels packed to who takes it so, and as it is to others', async () => {
  for (const [accepted, packing] of [
    ['gzip, br', 'br'],
    ['identity', null],
  ] as const) {
    const answer = await get('/assets/main-abc.js', { headers: { 'accept-encoding': accepted } })
    expect(answer.headers.get('content-encoding')).toBe(packing)
    expect(answer.headers.get('content-type')).toContain('javascript')
    expect(answer.headers.get('cache-control')).toContain('immutable')
    expect(await answer.text()).toBe('export {}')
  }
})

test('a portal’s page names the files of its first page, so that they come at once', async () => {
  const member = await (await get('/member')).text()
  for (const file of ['portal-1.js', 'shared-2.js'])
    expect(member).toContain(`rel="modulepreload" crossorigin href="/assets/${file}"`)
  expect(await (await get('/vendor')).text()).not.toContain('portal-1.js')
})

test('a first page says what it is before any script runs, in both languages for members', async () => {
  const member = await (await get('/member')).text()
  expect(member).toContain('<html data-bilingual lang="en">')
  expect(member).toContain('Apps you can connect')
  expect(member).toContain('Aplicaciones que puede conectar')
  expect(await (await get('/admin')).text()).toContain('Review production requests')
  // Pages below it are somebody's own: nothing is shown that may not be true.
  for (const path of ['/member/record', '/', '/callback'])
    expect(await (await get(path)).text()).not.toContain('id="early"')
})

test('the API description travels packed, and says the same unpacked', async () => {
  const texts = await Promise.all(
    ['br', 'gzip', 'identity'].map(async packing => {
      const answer = await get('/openapi.json', { headers: { 'accept-encoding': packing } })
      expect(answer.headers.get('content-encoding') ?? 'identity').toBe(packing)
      return answer.text()
    }),
  )
  expect(new Set(texts).size).toBe(1)
  expect(JSON.parse(texts[0] ?? '')).toMatchObject({ openapi: '3.1.1' })
})

test('pages run only our own scripts, talk to the two boxes only, and cannot be framed', async () => {
  const answer = await get('/vendor')
  const policy = answer.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain(
    "connect-src 'self' http://sandbox.example:8081 http://production.example:8080",
  )
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
  expect(answer.headers.get('x-powered-by')).toBeNull()
})

test('the style nonce of a page is the one in its policy, and new for every page', async () => {
  const nonces = []
  for (const _ of [1, 2]) {
    const answer = await get('/member')
    const nonce = /nonce="([^"]+)"/.exec(await answer.text())?.[1] ?? 'none'
    expect(answer.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`)
    nonces.push(nonce)
  }
  expect(nonces[0]).not.toBe(nonces[1])
})

test('built files are named by their content and may be kept for ever', async () => {
  const answer = await get('/assets/main-abc.js')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toContain('immutable')
})

test('the pages learn where the boxes are', async () => {
  const answer = await get('/config.json')
  expect(await answer.json()).toEqual({
    sandbox: 'http://sandbox.example:8081',
    production: 'http://production.example:8080',
    mode: 'demo',
  })
})

test('the API description names the two servers, and any tool may read it', async () => {
  const answer = await get('/openapi.json')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(await answer.json()).toMatchObject({
    openapi: '3.1.1',
    servers: [{ url: 'http://production.example:8080' }, { url: 'http://sandbox.example:8081' }],
  })
})

test('health is 503 with the progress until all is ready', async () => {
  const early = await get('/health')
  expect([early.status, await early.json()]).toEqual([
    503,
    { ready: false, detail: { sandbox: 'loading' } },
  ])
  ready = true
  expect((await get('/health')).status).toBe(200)
})

test.each(['/nothing', '/assets/none.js', '/config.jsonx', '/%zz'])(
  '%s is refused with words, not with a page or a trace',
  async path => {
    const answer = await get(path)
    expect([400, 404]).toContain(answer.status)
    const body = await answer.text()
    expect(JSON.parse(body)).toMatchObject({ resourceType: 'OperationOutcome' })
    expect(body).not.toContain('at ')
  },
)

test('the consent page and its forms come from the App, with its own policy and cookies', async () => {
  const answer = await get('/consent/sandbox?client_id=a&scope=b', {
    method: 'POST',
    body: 'decision=allow',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      cookie: 'asid-8081=box; consent=flow',
      'x-forwarded-for': '6.6.6.6',
      authorization: 'Bearer portal-token',
    },
  })
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe('http://box.example/auth/authorize')
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'")
  expect(answer.headers.getSetCookie()).toHaveLength(2)
  const received = seen.at(-1)
  expect(received).toMatchObject({
    url: '/consent/sandbox?client_id=a&scope=b',
    body: 'decision=allow',
  })
  expect(received?.headers.cookie).toBe('consent=flow')
  expect(received?.headers['x-forwarded-for']).toMatch(/127\.0\.0\.1$/)
  expect(received?.headers.authorization).toBeUndefined()
})

test.each([
  '/consent/../aidbox',
  '/consent/%2e%2e/aidbox',
  '/logos/x/..%2f..%2faidbox',
  '/aidbox',
  '/consent',
])('nobody reaches the App’s other routes by %s', async path => {
  const before = seen.length
  expect(await rawStatus(path)).toBe(404)
  expect(seen).toHaveLength(before)
})

test('a form larger than a consent page needs is refused before it is read', async () => {
  const before = seen.length
  const answer = await get('/consent/sandbox', { method: 'POST', body: 'x'.repeat(70_000) })
  expect(answer.status).toBe(413)
  expect(seen).toHaveLength(before)
})

test('a port that is taken is named with the setting to change', async () => {
  const { port } = new URL(portals.url)
  const second = startPortals({
    host: '127.0.0.1',
    port: Number(port),
    sandbox: 'http://a.example',
    production: 'http://b.example',
    appUrl: 'http://127.0.0.1:1',
    mode: 'demo',
    health: async () => ({ ready: true, detail: {} }),
    folder,
  })
  await expect(second).rejects.toThrow(/PORTAL_PORT/)
})
