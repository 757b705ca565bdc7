// FHIR packages: found by name and version, kept as packs, fetched only when they are what was promised; a box starts without.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openPackages } from './packages.ts'

const root = mkdtempSync(join(tmpdir(), 'packages-test-'))
let folder = ''
let lines: { level: number; msg: string; reason?: string }[] = []
const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line)) })

beforeEach(() => {
  folder = mkdtempSync(join(root, 'one-'))
  lines = []
})
afterAll(() => rmSync(root, { recursive: true }))

/** A tar archive as npm writes it. */
const archive = (files: Record<string, unknown>): Buffer =>
  gzipSync(
    Buffer.concat([
      ...Object.entries(files).flatMap(([name, json]) => {
        const content = Buffer.from(JSON.stringify(json))
        const header = Buffer.alloc(512)
        header.write(`package/${name}`, 0)
        header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
        return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]
      }),
      Buffer.alloc(1024),
    ]),
  )

const codes = (version: string, ...list: string[]) => ({
  resourceType: 'CodeSystem',
  url: 'http://example.org/cs',
  version,
  content: 'complete',
  concept: list.map(code => ({ code })),
})
const guide = (version: string, dependencies: Record<string, string> = {}, name = 'a.guide') =>
  archive({
    'package.json': { name, version, dependencies },
    'CodeSystem-cs.json': codes(version, `code-${version}`),
  })
const put = (name: string, content: Buffer): void => writeFileSync(join(folder, name), content)
const open = (names: string[], more: { registry?: string } = {}) =>
  openPackages({ names, places: [folder], folder: join(folder, 'cache'), log, ...more })
const firstCode = async (packages: ReturnType<typeof open>, canonical = 'http://example.org/cs') =>
  (await packages.library()).find('CodeSystem', canonical)?.definition.concept?.[0]?.code

test('a package is found as an archive or unpacked, by its very version', async () => {
  put('a.guide-1.0.0.tgz', guide('1.0.0'))
  const unpacked = join(folder, 'a.guide#2.0.0', 'package')
  mkdirSync(unpacked, { recursive: true })
  writeFileSync(join(unpacked, 'package.json'), '{"name":"a.guide","version":"2.0.0"}')
  writeFileSync(join(unpacked, 'CodeSystem-cs.json'), JSON.stringify(codes('2.0.0', 'code-2.0.0')))
  expect(await firstCode(open(['a.guide#1.0.0']))).toBe('code-1.0.0')
  expect(await firstCode(open(['a.guide#2.0.0']))).toBe('code-2.0.0')
  expect(open(['a.guide#3.0.0']).missing).toEqual(['a.guide#3.0.0'])
  expect(() => open(['a.guide'])).toThrow('name#version')
})

test('where several have a definition, the version decides, else the order of the names', async () => {
  put('a.guide-1.0.0.tgz', guide('1.0.0'))
  put('a.guide-2.0.0.tgz', guide('2.0.0'))
  const packages = open(['a.guide#2.0.0', 'a.guide#1.0.0'])
  expect(await firstCode(packages)).toBe('code-2.0.0')
  expect(await firstCode(packages, 'http://example.org/cs|1.0.0')).toBe('code-1.0.0')
  expect(await firstCode(packages, 'http://example.org/cs|1.0')).toBe('code-1.0.0')
  expect(await firstCode(packages, 'http://example.org/cs|9.9')).toBeUndefined()
})

test('seen from a package, what it depends on comes before what was named first', async () => {
  put('a.guide-1.0.0.tgz', guide('1.0.0'))
  put('a.guide-2.0.0.tgz', guide('2.0.0'))
  put(
    'b.guide-1.0.0.tgz',
    archive({
      'package.json': { name: 'b.guide', version: '1.0.0', dependencies: { 'a.guide': '1.0.0' } },
    }),
  )
  const library = await open(['a.guide#2.0.0', 'b.guide#1.0.0']).library()
  const from = library.packs.find(({ name }) => name === 'b.guide')
  expect(library.find('CodeSystem', 'http://example.org/cs', from)?.definition.version).toBe(
    '1.0.0',
  )
})

test('a changed archive is read anew; one that is broken or another package is left out with a reason', async () => {
  put('a.guide-1.0.0.tgz', guide('1.0.0'))
  expect(await firstCode(open(['a.guide#1.0.0']))).toBe('code-1.0.0')
  put(
    'a.guide-1.0.0.tgz',
    archive({
      'package.json': { name: 'a.guide', version: '1.0.0' },
      'CodeSystem-cs.json': codes('1.0.0', 'changed'),
    }),
  )
  expect(await firstCode(open(['a.guide#1.0.0']))).toBe('changed')
  put('a.guide-1.0.0.tgz', guide('1.0.0', {}, 'other.guide'))
  expect(await firstCode(open(['a.guide#1.0.0']))).toBeUndefined()
  expect(lines.at(-1)?.reason).toContain('holds other.guide#1.0.0, not a.guide#1.0.0')
  put('a.guide-1.0.0.tgz', guide('1.0.0').subarray(0, 60))
  expect(await firstCode(open(['a.guide#1.0.0']))).toBeUndefined()
  expect(lines.at(-1)?.msg).toContain('cannot be read')
})

let server: Server
let registry = ''
let served: Record<string, Buffer> = {}
let promised: Record<string, string> = {}
beforeAll(async () => {
  server = createServer((request, response) => {
    const version = /a\.guide-(.+)\.tgz$/.exec(request.url ?? '')?.[1]
    if (version) return response.end(served[version])
    if (request.url !== '/a.guide') return response.writeHead(404).end()
    const versions = Object.fromEntries(
      Object.keys(served).map(each => [
        each,
        { dist: { tarball: `${registry}/a.guide-${each}.tgz`, integrity: promised[each] } },
      ]),
    )
    response.end(JSON.stringify({ versions }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  registry = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
})
afterAll(() => new Promise(resolve => server.close(resolve)))
afterEach(() => {
  served = {}
  promised = {}
})
const digest = (content: Buffer): string =>
  `sha512-${createHash('sha512').update(content).digest('base64')}`

test('a missing package is fetched behind the start and used from then on', async () => {
  served = { '1.0.0': guide('1.0.0') }
  promised = { '1.0.0': digest(guide('1.0.0')) }
  const packages = open(['a.guide#1.0.0'], { registry })
  expect(packages.missing).toEqual(['a.guide#1.0.0'])
  await packages.settled
  expect(await firstCode(packages)).toBe('code-1.0.0')
  expect(open(['a.guide#1.0.0']).missing).toEqual([])
})

test('an archive that is not what the registry promised, or promises nothing, is not kept', async () => {
  served = { '1.0.0': guide('1.0.0'), '2.0.0': guide('2.0.0') }
  promised = { '1.0.0': digest(Buffer.from('another')) }
  const packages = open(['a.guide#1.0.0', 'a.guide#2.0.0'], { registry })
  await packages.settled
  expect(
    lines.filter(({ reason }) => reason?.includes('not what its registry promised')),
  ).toHaveLength(2)
  expect(readdirSync(folder)).toEqual([])
})

test('without a registry that answers, or the version there, the box says in one line what is off', async () => {
  const unreachable = open(['a.guide#1.0.0'], { registry: 'http://127.0.0.1:9' })
  await unreachable.settled
  const [first, ...rest] = lines
  expect(first?.msg).toContain('a.guide#1.0.0')
  expect(first?.msg.split('\n')).toHaveLength(1)
  expect(rest.map(({ msg }) => msg)).toEqual(['FHIR package not fetched'])
  expect((await unreachable.library()).packs.map(({ name }) => name)).toEqual(['hl7.fhir.r4.core'])
  const absent = open(['a.guide#7.0.0'], { registry })
  await absent.settled
  expect(lines.at(-1)?.reason).toContain('has no a.guide#7.0.0')
})

test('Plan-Net is there after npm ci', async () => {
  const name = 'hl7.fhir.us.davinci-pdex-plan-net'
  const packages = open([`${name}#1.2.0`])
  expect(packages.missing).toEqual([])
  const { packs } = await packages.library()
  expect(packs.find(pack => pack.name === name)?.entries.length).toBeGreaterThan(50)
})
