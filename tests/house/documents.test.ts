// Documents that can be checked are checked: commands, files they name, settings, and what must not be in a repository.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { fhirPackages } from '../../vocabulary/fhir-packages.ts'

const root = resolve(import.meta.dirname, '../..')
const read = (name: string): string => readFileSync(join(root, name), 'utf8')
const scripts: Record<string, string> = JSON.parse(read('package.json')).scripts

test("CI runs exactly the README's test command", () => {
  const [, command = ''] = /## Test it\s+```sh\n(.+)\n```/.exec(read('README.md')) ?? []
  const ci = read('.ci/run')
    .split('\n')
    .filter(line => /^npm /.test(line))
  expect(ci.join(' && ')).toBe(command)
})

test('the image hands V8 the settings of npm start', () => {
  const flags = (text = ''): string[] => text.match(/--[\w-]+=\d+|--no-[\w-]+/g) ?? []
  expect(flags(scripts.start).length).toBeGreaterThan(0)
  expect(flags(/^CMD .*$/m.exec(read('Dockerfile'))?.[0])).toEqual(flags(scripts.start))
})

test.each([
  'README.md',
  'CONTRIBUTING.md',
  'ARCHITECTURE.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'docs/conformance.md',
  'docs/guide.md',
  'docs/on-aidbox.md',
  'docs/performance.md',
  'docs/branding.md',
])('every npm script and link of %s exists', document => {
  const text = read(document)
  const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? '')
  expect(named.filter(name => !scripts[name])).toEqual([])
  const links = [...text.matchAll(/\]\(((?!https?:|#)[^)\s]+)\)/g)].map(
    ([, target]) => target ?? '',
  )
  const folder = document.includes('/') ? document.slice(0, document.lastIndexOf('/')) : ''
  expect(
    links.filter(target => !existsSync(join(root, folder, target.split('#')[0] ?? ''))),
  ).toEqual([])
})

test("ARCHITECTURE's drawings name files that exist", () => {
  const drawings = [...read('ARCHITECTURE.md').matchAll(/```\n([\s\S]*?)```/g)]
    .map(([, body]) => body)
    .join('\n')
  const files = [
    ...drawings.matchAll(
      /\b((?:app|embedded-box|portal-ui|vocabulary|synthea|init-bundle|access-policies|mailbox|sample-app|wiring|tests)\/[\w./-]+\.(?:ts|tsx|yaml|md))\b/g,
    ),
  ].map(([, file]) => file ?? '')
  expect(files.length).toBeGreaterThan(20)
  expect(files.filter(file => !existsSync(join(root, file)))).toEqual([])
})

test('every setting that is read stands in .env.example, and the other way round', () => {
  const example = new Set(
    [...read('.env.example').matchAll(/^#?\s?([A-Z][A-Z0-9_]{2,})=/gm)].map(([, name]) => name),
  )
  const wiring = read('wiring/settings.ts') + read('wiring/plan-api.ts')
  const direct = [...wiring.matchAll(/env\.([A-Z][A-Z_]+)|(?:port|url)\('([A-Z][A-Z_]+)'/g)].map(
    ([, a, b]) => a ?? b ?? '',
  )
  expect(direct.filter(name => !example.has(name))).toEqual([])
})

test('the repository holds no registry address, no path of a machine, no build output', () => {
  const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter(Boolean)
  expect(tracked.filter(file => /(^|\/)(node_modules|dist|\.data)\//.test(file))).toEqual([])
  expect(read('package-lock.json')).not.toMatch(/"resolved":/)
})

test('a licensed Aidbox is given the FHIR packages that the embedded box looks for', () => {
  const [, list = ''] = /BOX_BOOTSTRAP_FHIR_PACKAGES: (\S+)/.exec(read('docker-compose.yaml')) ?? []
  const given = list.split(':').filter(name => !name.startsWith('hl7.fhir.r4.core#'))
  expect(given.toSorted()).toEqual(fhirPackages.toSorted())
})
