// The store below access control: what is written is read, what changed is heard, what is locked stays locked.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BoxConfig } from '../box.ts'
import { lockFolder } from './folder-lock.ts'
import { openDatabase } from './open.ts'
import { type Change, createResources, type Resources } from './resources.ts'
import type { Database } from './sql.ts'

const log = pino({ level: 'silent' })
const url = process.env.TEST_POSTGRES_URL
const databases: [string, BoxConfig['database']][] = [
  ['PGlite', { kind: 'pglite' }],
  ...(url
    ? ([['PostgreSQL', { kind: 'postgres', url }]] as const satisfies [
        string,
        BoxConfig['database'],
      ][])
    : []),
]
const open = async (config: BoxConfig['database']) => {
  const database = await openDatabase(config, log)
  return { database, store: await createResources(database, () => new Date(), randomUUID, log) }
}
const patient = (more: object = {}) => ({ resourceType: 'Patient', ...more })

describe.each(databases)('on %s', (_name, config) => {
  let database: Database
  let store: Resources
  beforeAll(async () => {
    const opened = await open(config)
    database = opened.database
    store = opened.store
  })
  afterAll(() => database.close())

  test('a resource is created, found, changed by its version, and removed', async () => {
    const heard: Change[] = []
    const stop = store.onChange(changes => heard.push(...changes))
    const made = await store.create(patient({ name: [{ family: 'Müller' }], birthDate: '1970-02' }))
    expect(JSON.parse(made.text)).toMatchObject({
      id: made.id,
      meta: { versionId: made.version, lastUpdated: made.lastUpdated },
    })
    expect(
      await store.find('Patient', { family: 'muller', birthdate: '1970', _id: made.id }),
    ).toHaveLength(1)
    const changed = await store.update(
      { ...patient({ active: true }), id: made.id },
      { ifMatch: made.version },
    )
    expect([changed.created, Number(changed.version) > Number(made.version)]).toEqual([false, true])
    expect((await store.update({ ...patient({ active: true }), id: made.id })).version).toBe(
      changed.version,
    )
    await expect(
      store.update({ ...patient(), id: made.id }, { ifMatch: `W/"${made.version}"` }),
    ).rejects.toMatchObject({ status: 412 })
    await expect(store.create(patient({ id: made.id }))).rejects.toMatchObject({ status: 409 })
    await store.remove('Patient', made.id)
    expect(await store.get('Patient', made.id)).toBeUndefined()
    expect((await store.read('Patient', made.id))?.deleted).toBe(true)
    expect(await store.remove('Patient', made.id)).toBeUndefined()
    expect(heard.map(({ kind }) => kind)).toEqual(['create', 'update', 'delete'])
    stop()
  })

  test('what a failed transaction wrote is not there, and nobody hears of it', async () => {
    const heard: Change[] = []
    const stop = store.onChange(changes => heard.push(...changes))
    const id = randomUUID()
    await expect(
      store.transaction(async tx => {
        await store.create(patient({ id }), { tx })
        expect(await store.get('Patient', id, tx)).toBeDefined()
        throw new Error('after all')
      }),
    ).rejects.toThrow('after all')
    expect(await store.read('Patient', id)).toBeUndefined()
    expect(heard).toEqual([])
    stop()
  })

  test('sessions are found by token, user and any element', async () => {
    const jti = randomUUID()
    const session = {
      resourceType: 'Session',
      id: jti,
      jti,
      user: { reference: 'User/u1' },
      ctx: { patient: jti },
    }
    await store.create(session)
    expect(await store.find('Session', { jti, user: 'User/u1' })).toEqual([
      expect.objectContaining({ id: jti }),
    ])
    expect(await store.find('Session', { '.ctx.patient': jti, '.user.id': 'u1' })).toHaveLength(1)
    expect(await store.find('Session', { jti, user: 'User/u2' })).toEqual([])
  })

  test('long and odd values are kept and found', async () => {
    const value = `${randomUUID()}${'x'.repeat(3_000)}"\\{},'|é`
    await store.create(
      patient({
        identifier: [{ system: 'urn:odd', value }],
        name: [{ family: `O'Neil "\\{},${value.slice(0, 36)}` }],
      }),
    )
    const searched = value.replaceAll('\\', '\\\\').replaceAll(',', '\\,').replaceAll('|', '\\|')
    expect(await store.find('Patient', { identifier: `urn:odd|${searched}` })).toHaveLength(1)
    expect(
      await store.find('Patient', { 'family:exact': `O'Neil "\\\\{}\\,${value.slice(0, 36)}` }),
    ).toHaveLength(1)
  })
})

test('a data folder that is in use is refused, naming it and its holder; a dead holder’s lock is taken over', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'lock-')), 'data')
  const unlock = lockFolder(folder)
  expect(() => lockFolder(folder)).toThrow(
    new RegExp(`${folder} is in use by process ${process.pid}`),
  )
  unlock()
  // this process id, but started at another time: somebody else, long dead
  writeFileSync(`${folder}.lock`, `${process.pid} 1`)
  lockFolder(folder)()
  rmSync(join(folder, '..'), { recursive: true })
})

test('a PGlite folder keeps what was written, and its lock goes with it', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'box-')), 'data')
  const first = await open({ kind: 'pglite', folder })
  const made = await first.store.create(patient())
  await expect(openDatabase({ kind: 'pglite', folder }, log)).rejects.toThrow('is in use')
  await first.database.close()
  const second = await open({ kind: 'pglite', folder })
  expect((await second.store.read('Patient', made.id))?.text).toBe(made.text)
  await second.database.close()
  rmSync(join(folder, '..'), { recursive: true })
})

describe.skipIf(!url)('several processes on one PostgreSQL', () => {
  const config: BoxConfig['database'] = { kind: 'postgres', url: url ?? '' }
  const next = (store: Resources, id: string) =>
    new Promise<Change>(resolve => {
      const stop = store.onChange(changes => {
        const change = changes.find(one => one.id === id)
        if (!change) return
        stop()
        resolve(change)
      })
    })

  test('a schema is made once when two start together, and a change in one is heard in the other', async () => {
    const admin = new pg.Client({ connectionString: url })
    await admin.connect()
    const name = `t_${randomUUID().replaceAll('-', '')}`
    await admin.query(`create database ${name}`)
    const fresh: BoxConfig['database'] = {
      kind: 'postgres',
      url: Object.assign(new URL(url ?? ''), { pathname: `/${name}` }).href,
    }
    const [one, two] = await Promise.all([open(fresh), open(fresh)])
    for (const type of ['Grant', 'Patient']) {
      const id = randomUUID()
      const heard = next(two.store, id)
      await one.store.create({ resourceType: type, id })
      expect(await heard).toEqual({ type, id, kind: 'create' })
    }
    await one.database.close()
    await two.database.close()
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  })

  test('a lost connection comes back, and what was revoked meanwhile is heard of', async () => {
    const { database, store } = await open(config)
    const other = await open(config)
    const [{ pids = [] } = {}] = await other.database.query<{ pids: number[] }>(
      `select array_agg(pid) as pids from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    )
    const id = randomUUID()
    const heard = next(store, id)
    await other.database.query('select pg_terminate_backend(p) from unnest($1::int[]) p', [pids])
    await other.store.create({ resourceType: 'Session', id })
    expect((await heard).id).toBe(id)
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, () => store.get('Session', id)),
    )
    for (const answer of answers)
      if (answer.status === 'rejected')
        expect(answer.reason).toMatchObject({ status: 503, headers: { 'Retry-After': '5' } })
    expect(await store.get('Session', id)).toBeDefined()
    await database.close()
    await other.database.close()
  })
})
