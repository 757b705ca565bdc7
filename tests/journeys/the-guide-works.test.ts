// docs/guide.md as its reader does it: every shell block is run, in order, in one environment.
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AppListAnswer, SmartAppView } from '../../vocabulary/operations.ts'
import { world } from '../harness/boxes.ts'
import { Browser } from '../harness/browser.ts'
import { call } from '../harness/calls.ts'
import { patience } from '../harness/patience.ts'
import { walkToRedirect } from '../harness/smart-launch.ts'
import { enrolledVendor, type Vendor } from '../harness/vendors.ts'

const guide = readFileSync(join(import.meta.dirname, '../../docs/guide.md'), 'utf8')
const blocks = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block)
const redirect = 'http://localhost:9999/callback'

let folder: string
let vendor: Vendor
let clientId: string
let next = 0

/** Runs the guide's next block; what the reader has to fill in is filled in. */
const nextBlock = async (filledIn: Record<string, string> = {}): Promise<string> => {
  const { production, sandbox } = world()
  const block = blocks[next++] ?? ''
  const replacements = {
    'http://localhost:8080': production,
    'http://localhost:8081': sandbox,
    ...filledIn,
  }
  const script = Object.entries(replacements).reduce(
    (text, [from, to]) => text.replaceAll(from, to),
    block,
  )
  const variables = join(folder, 'variables')
  return new Promise((resolve, reject) => {
    execFile(
      'bash',
      [
        '-euo',
        'pipefail',
        '-c',
        `touch ${variables}; . ${variables}; set -a\n${script}\nexport -p > ${variables}`,
      ],
      { env: { PATH: process.env.PATH }, timeout: patience },
      (fault, printed, complaints) =>
        fault ? reject(new Error(`${block}\n${printed}\n${complaints}`)) : resolve(printed.trim()),
    )
  })
}

interface Searchset {
  resourceType: string
  total: number
  entry: { resource: { resourceType: string }; search: { mode: string } }[]
}
const searchset = (text: string): Searchset => JSON.parse(text)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guide-'))
  vendor = await enrolledVendor()
  const { sandbox } = world()
  const registered = await call<SmartAppView>(sandbox, vendor.token, 'register-app', {
    body: {
      name: `Guide ${randomUUID().slice(0, 8)}`,
      oauthType: 'pkce',
      redirectUrl: redirect,
      scopes: [
        'launch/patient',
        'offline_access',
        'patient/Coverage.read',
        'patient/ExplanationOfBenefit.read',
      ],
    },
  })
  expect(registered.status).toBe(201)
  clientId = registered.body.id
  expect((await call(sandbox, vendor.token, 'initialize-patient', { body: {} })).status).toBe(201)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('1 the directory answers without an account, with people and places', async () => {
  await nextBlock()
  const { entry } = searchset(await nextBlock())
  expect(new Set(entry.map(({ resource }) => resource.resourceType))).toEqual(
    new Set(['PractitionerRole', 'Practitioner', 'Location']),
  )
  expect(entry.filter(({ search }) => search.mode === 'match')).toHaveLength(5)
})

test('2 to 4 an app is authorized in a browser and gets a token for one patient', async () => {
  await nextBlock({ 'paste-the-client-id': clientId })
  expect(JSON.parse(await nextBlock())).toMatchObject({
    token_endpoint: `${world().sandbox}/auth/token`,
  })
  const address = await nextBlock()
  const { page } = await walkToRedirect(new Browser(), address, { until: redirect, person: vendor })
  const code = new URL(page.url).searchParams.get('code')
  expect(code).toBeTruthy()
  await nextBlock({ 'paste-the-code': code ?? '' })
  expect(await nextBlock()).toMatch(/record of Patient\/[\w.-]+$/)
})

const firstSteps = async () =>
  (await call<AppListAnswer>(world().sandbox, vendor.token, 'list-apps')).body.firstSteps

test('4 the vendor portal knows that there is a token, and no call yet', async () => {
  expect(await firstSteps()).toEqual({ token: true, call: false })
})

test('5 claims and coverage are read; what was not allowed is refused', async () => {
  const claims = searchset(await nextBlock())
  expect(claims.total).toBeGreaterThan(3)
  expect(claims.entry.filter(({ search }) => search.mode === 'match')).toHaveLength(3)
  expect(searchset(await nextBlock()).total).toBeGreaterThan(0)
  expect(await nextBlock()).toBe('403')
  // The audit is written up to a second behind.
  await expect.poll(firstSteps, { timeout: patience }).toEqual({ token: true, call: true })
})

test('6 a refreshed token goes on reading, a revoked one opens nothing', async () => {
  expect(await nextBlock()).toBe('200')
  expect((await nextBlock()).split('\n').at(-1)).toBe('401')
  expect(next).toBe(blocks.length)
})
