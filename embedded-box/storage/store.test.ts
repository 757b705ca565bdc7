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
import type { Taking } from './write.ts'

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

  describe('what can be taken once', () => {
    const cardOf = async (text: string): Promise<Taking> => {
      await database.query('create table if not exists card (id text primary key, used boolean)')
      await database.query('insert into card values ($1, false)', [text])
      return {
        name: 'card',
        text: 'taken as (update card set used = true where id = $1 and not used returning id)',
        values: [text],
      }
    }
    const isUsed = async ({ values }: Taking) => {
      const [row] = await database.query<{ used: boolean }>(
        'select used from card where id = $1',
        values,
      )
      return row?.used
    }
    const eventAbout = (id: string) => ({
      resourceType: 'AuditEvent',
      recorded: '2026-01-01T00:00:00Z',
      entity: [{ what: { reference: `Session/${id}` } }],
    })
    const eventsAbout = (id: string) => store.find('AuditEvent', { entity: `Session/${id}` })

    test('gives one resource and one event, of ten who want it at once to one', async () => {
      const heard: Change[] = []
      const stop = store.onChange(changes => heard.push(...changes))
      const card = await cardOf(randomUUID())
      const ids = Array.from({ length: 10 }, () => randomUUID())
      const taken = await Promise.all(
        ids.map(id =>
          store.take(
            card,
            { resourceType: 'Session', id },
            { replace: false, beside: eventAbout(id) },
          ),
        ),
      )
      expect(taken.filter(Boolean)).toHaveLength(1)
      for (const [at, id] of ids.entries()) {
        const there = taken[at] ? 1 : 0
        expect(await store.find('Session', { _id: id })).toHaveLength(there)
        expect(await eventsAbout(id)).toHaveLength(there)
      }
      expect(heard).toEqual([{ type: 'Session', id: ids[taken.indexOf(true)], kind: 'create' }])
      stop()
    })

    test('is not taken for a resource that exists already', async () => {
      const [card, id] = [await cardOf(randomUUID()), randomUUID()]
      const session = { resourceType: 'Session', id, active: true }
      await store.create(session)
      await expect(
        store.take(card, { ...session, active: false }, { replace: false, beside: eventAbout(id) }),
      ).rejects.toThrow()
      expect(await isUsed(card)).toBe(false)
      expect(await store.get('Session', id)).toMatchObject({ active: true })
      expect(await eventsAbout(id)).toEqual([])
    })

    test('may replace a resource, whose former version stays in its history', async () => {
      const [card, id] = [await cardOf(randomUUID()), randomUUID()]
      const before = await store.create({ resourceType: 'Session', id, active: true })
      const after = { resourceType: 'Session', id, active: false }
      const options = { replace: true, beside: eventAbout(id) }
      expect(await store.take(card, after, options)).toBe(true)
      expect(await store.take(card, { ...after, active: true }, options)).toBe(false)
      expect(await store.get('Session', id)).toMatchObject({ active: false })
      expect(await eventsAbout(id)).toHaveLength(1)
      const history = await database.query<{ body: string }>(
        `select body from history where type = 'Session' and id = $1`,
        [id],
      )
      expect(history.map(({ body }) => body)).toEqual([before.text])
    })
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

  test('a Session that is replaced for what was taken is heard of in the other at once', async () => {
    const [one, two] = [await open(config), await open(config)]
    const id = randomUUID()
    await one.store.create({ resourceType: 'Session', id, active: true })
    const heard = next(two.store, id)
    const taking = { name: 'always', text: 'taken as (select 1)', values: [] }
    await one.store.take(
      taking,
      { resourceType: 'Session', id, active: false },
      { replace: true, beside: { resourceType: 'AuditEvent' } },
    )
    expect(await heard).toEqual({ type: 'Session', id, kind: 'update' })
    await one.database.close()
    await two.database.close()
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
