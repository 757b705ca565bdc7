// docker-compose.yaml and .env.example cannot run here: they are held to what Aidbox documents and to each other.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

interface Service {
  image?: string
  build?: string
  environment?: Record<string, string>
  volumes?: string[]
  healthcheck?: unknown
  networks?: unknown
  ports?: string[]
}

const root = join(import.meta.dirname, '..', '..')
const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8')
const text = read('docker-compose.yaml')
const { services }: { services: Record<string, Service> } = parse(text, { merge: true })
const boxes = Object.entries(services).filter(([, { image }]) =>
  image?.startsWith('healthsamurai/'),
)
const settingsIn = (source: string): string[] => [
  ...new Set([...source.matchAll(/(?<!\$)\$\{([A-Z][A-Z0-9_]*)/g)].map(([, name = '']) => name)),
]
const contract = join(root, '..', 'shared', 'contract', 'aidbox.md')
const hasContract = existsSync(contract)
const hasDocker = ((): boolean => {
  try {
    execFileSync('docker', ['compose', 'version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

test('two licensed Aidboxes of the long-term release, each with a licence, a database and keys of its own', () => {
  expect(boxes.map(([name]) => name)).toEqual(['production-box', 'sandbox-box'])
  const [production, sandbox] = boxes.map(([, { environment }]) => environment ?? {})
  for (const [, { image }] of boxes) expect(image).toBe('healthsamurai/aidboxone:2605')
  for (const name of [
    'BOX_LICENSE',
    'BOX_WEB_BASE_URL',
    'BOX_DB_DATABASE',
    'BOX_SECURITY_AUTH_KEYS_PRIVATE',
    'BOX_SECURITY_AUTH_KEYS_SECRET',
    'BOX_ROOT_CLIENT_SECRET',
    'BOX_SECURITY_GRANT_PAGE_URL',
  ]) {
    expect(production?.[name]).toBeTruthy()
    expect(production?.[name]).not.toBe(sandbox?.[name])
  }
})

test('each Aidbox starts with its own generated bundle, mounted read-only', () => {
  for (const [name, { environment, volumes }] of boxes) {
    const box = name.replace('-box', '')
    expect(volumes).toContain(`./dist/init-bundle.${box}.json:/bundle/init-bundle.json:ro`)
    expect(environment?.BOX_INIT_BUNDLE).toBe('file:///bundle/init-bundle.json')
  }
})

test('settings that decide about safety are set, whatever their default is', () => {
  for (const [, { environment }] of boxes)
    expect(environment).toMatchObject({
      BOX_SETTINGS_MODE: 'read-write',
      BOX_FHIR_COMPLIANT_MODE: 'true',
      BOX_FHIR_SEARCH_AUTHORIZE_INLINE_REQUESTS: 'true',
      BOX_SECURITY_DEV_MODE: 'false',
      BOX_SECURITY_DEBUG_SU_ENABLE: 'false',
      BOX_SECURITY_AUDIT_LOG_ENABLED: 'true',
    })
})

test('every service says when it is well, and only the proxy is reached from outside', () => {
  for (const [name, { healthcheck, ports = [] }] of Object.entries(services)) {
    expect([name, healthcheck]).not.toEqual([name, undefined])
    const open = ports.filter(port => !port.startsWith('127.0.0.1:'))
    expect([name, open.length > 0]).toEqual([name, name === 'proxy'])
  }
})

test('no secret is written into the compose file: each is a setting that must be given', () => {
  for (const [, { environment = {} }] of Object.entries(services))
    for (const [name, value] of Object.entries(environment))
      if (
        /SECRET|PASSWORD|PRIVATE|LICENSE|SEALING/.test(name) &&
        name !== 'BOX_SECURITY_USER_PASSWORD_MIN_LENGTH'
      )
        expect([name, value]).toEqual([name, expect.stringMatching(/^\$\{[A-Z_]+:\?\}$/)])
})

test('.env.example explains every setting of the compose file, each in one comment, none twice', () => {
  const lines = read('.env.example').split('\n')
  const explained = lines.flatMap((line, index) => {
    const [, name] = /^([A-Z][A-Z0-9_]*)=/.exec(line) ?? []
    if (name) expect([name, lines[index - 1]]).toEqual([name, expect.stringMatching(/^# ./)])
    return name ? [name] : []
  })
  expect(explained).toEqual([...new Set(explained)])
  expect(explained).toEqual(expect.arrayContaining(settingsIn(text)))
  const secretNames = /secretNames = \[([\s\S]*?)\]/.exec(read('wiring', 'secrets.ts'))?.[1] ?? ''
  const wiring = [secretNames, read('wiring', 'settings.ts')]
    .flatMap(source => [...source.matchAll(/(?:'|env\.)([A-Z]+(?:_[A-Z]+)+)\b/g)])
    .map(([, name = '']) => name)
  expect(explained).toEqual(expect.arrayContaining(wiring))
})

test('the proxy fills in only the names that compose gives it, and hides the debug headers', () => {
  const template = read('deploy', 'nginx', 'plan-api.conf.template')
  const { environment = {} } = services.proxy ?? {}
  const filled = settingsIn(template).filter(name => name !== 'NAME')
  expect(filled.toSorted()).toEqual(
    Object.keys(environment)
      .filter(name => name !== 'NGINX_ENVSUBST_FILTER')
      .toSorted(),
  )
  for (const zone of ['reads', 'signin', 'forms'])
    expect(template).toContain(`limit_req zone=${zone}`)
  expect(template).toContain("proxy_set_header su '';")
})

test.skipIf(!hasContract)(
  hasContract
    ? 'every BOX_ name is known to the Aidbox contract, section 1'
    : 'every BOX_ name is known to the Aidbox contract (skipped: ../shared is not here)',
  () => {
    const section = /## 1\. [\s\S]*?(?=\n## 2\. )/.exec(readFileSync(contract, 'utf8'))?.[0] ?? ''
    const known = new Set<string>()
    let last = ''
    // "`A_B_PRIVATE` / `_PUBLIC`" and "`A_B_HOST` `A_B_PORT`": a name that begins with _ replaces the end of the last.
    for (const [, name = ''] of section.matchAll(/`((?:BOX)?_[A-Z0-9_]+)(?:=[^`]*)?`/g)) {
      const full = name.startsWith('BOX') ? name : last.replace(/_[A-Z0-9]+$/, name)
      if (name.startsWith('BOX')) last = name
      known.add(full)
    }
    const used = boxes.flatMap(([, { environment }]) => Object.keys(environment ?? {}))
    expect(used.filter(name => !known.has(name))).toEqual([])
  },
)

test.skipIf(!hasDocker)(
  hasDocker
    ? 'docker compose reads the file'
    : 'docker compose reads the file (skipped: there is no Docker here)',
  () => {
    const env = Object.fromEntries(settingsIn(text).map(name => [name, 'x']))
    execFileSync(
      'docker',
      ['compose', '-f', join(root, 'docker-compose.yaml'), 'config', '--quiet'],
      {
        env: { ...process.env, ...env },
        stdio: 'pipe',
      },
    )
  },
)
