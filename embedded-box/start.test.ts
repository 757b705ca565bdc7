// What a box does before it listens: it refuses what is unsafe, applies its bundle, and may do so twice.

import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Resource } from '../vocabulary/aidbox.ts'
import { rootSecret, startTestBox, testConfig, transaction } from './box.fixture.ts'
import { checkConfiguration } from './start-checks.ts'

const policy = (fields: Record<string, unknown>): Resource => ({
  resourceType: 'AccessPolicy',
  id: 'bad-policy',
  ...fields,
})

test.each<[string, Resource, RegExp]>([
  [
    'an unknown operator',
    policy({ engine: 'matcho', matcho: { user: { $or: [] } } }),
    /AccessPolicy\/bad-policy.*matcho\.user\.\$or/s,
  ],
  [
    'a field Aidbox does not know',
    { resourceType: 'Client', id: 'c', colour: 'red' },
    /Client\/c.*Client\.colour/s,
  ],
])(
  '%s in the bundle stops the start, naming what and where',
  { timeout: 120_000 },
  async (_, resource, message) => {
    await expect(
      startTestBox({ bundle: transaction([{ resourceType: 'Patient', id: 'p' }, resource]) }),
    ).rejects.toThrow(message)
  },
)

test('a batch goes on where an entry fails, and warns', { timeout: 120_000 }, async () => {
  const good = policy({ id: 'good', engine: 'allow', link: [{ reference: 'Client/x' }] })
  const bad = policy({ engine: 'magic' })
  const box = await startTestBox({ bundle: { ...transaction([bad, good]), type: 'batch' } })
  try {
    expect(await box.box.resources.get('AccessPolicy', 'good')).toBeDefined()
    expect(await box.box.resources.get('AccessPolicy', 'bad-policy')).toBeUndefined()
    expect(box.lines.join('')).toContain('init bundle entry')
  } finally {
    await box.close()
  }
})

test('the bundle run at a second start changes nothing, and resets nobody’s password', {
  timeout: 120_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'box-'))
  const bundle = transaction([
    { resourceType: 'Client', id: 'c', secret: 'clear', grant_types: ['basic'] },
    { resourceType: 'User', id: 'admin-put', password: 'clear password' },
    policy({ id: 'p', engine: 'allow', link: [{ resourceType: 'Client', id: 'c' }] }),
    { resourceType: 'Patient', id: 'p1' },
  ])
  const person = { resourceType: 'User', id: 'person', password: 'first password' }
  bundle.entry.push(
    { resource: person, request: { method: 'POST', url: 'User', ifNoneExist: '_id=person' } },
    { request: { method: 'POST', url: '$drop-cache' } },
  )
  const versions = async (
    change?: (box: Awaited<ReturnType<typeof startTestBox>>) => Promise<unknown>,
  ) => {
    const box = await startTestBox({ bundle, database: { kind: 'pglite', folder } })
    try {
      const found = await Promise.all(
        [
          'Client/c',
          'Client/root',
          'User/admin-put',
          'AccessPolicy/p',
          'Patient/p1',
          'User/person',
        ].map(async reference => {
          const [type = '', id = ''] = reference.split('/')
          const stored = await box.box.resources.read(type, id)
          return [reference, stored?.version, stored?.text]
        }),
      )
      await change?.(box)
      return found
    } finally {
      await box.close()
    }
  }
  try {
    const first = await versions()
    expect(await versions()).toEqual(first)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a port that is taken is named, with the setting to change it', {
  timeout: 120_000,
}, async () => {
  const other = createServer()
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  try {
    await expect(startTestBox({ port, baseUrl: `http://127.0.0.1:${port}` })).rejects.toThrow(
      new RegExp(`Port ${port} is taken.*TEST_PORT`),
    )
  } finally {
    await new Promise(resolve => other.close(resolve))
  }
})

test.each<[string, Parameters<typeof testConfig>[0], RegExp]>([
  ['the demo on another address', { host: '0.0.0.0' }, /host 0\.0\.0\.0/],
  ['production without https', { mode: 'production', baseUrl: 'http://box.example' }, /not https/],
  [
    'production with the demo’s root',
    { mode: 'production', rootSecret: 'plan-api-demo' },
    /rootSecret/,
  ],
  [
    'production with demo people',
    { mode: 'production', bundle: transaction([{ resourceType: 'User', id: 'demo-admin' }]) },
    /demo-admin/,
  ],
  ['a short secret', { keys: { ...testConfig().keys, secret: 'short' } }, /32 bytes/],
  ['keys that do not belong together', { keys: { ...testConfig().keys, publicKey: 'x' } }, /keys/],
  ['any origin', { corsOrigins: ['*'] }, /corsOrigins/],
  ['a base URL with a slash at its end', { baseUrl: 'http://127.0.0.1:1/' }, /baseUrl/],
])('%s is refused before anything is opened', (_, change, message) => {
  expect(() => checkConfiguration(testConfig(change))).toThrow(message)
})

test('production on https starts its checks without a fault, and all faults are told together', () => {
  checkConfiguration(testConfig({ mode: 'production', baseUrl: 'https://box.example', rootSecret }))
  expect(() => checkConfiguration(testConfig({ host: '0.0.0.0', corsOrigins: ['*'] }))).toThrow(
    /corsOrigins[\s\S]*host 0\.0\.0\.0/,
  )
})
