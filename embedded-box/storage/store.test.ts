// The store below access control: what is written is read, counted and never lost.
import pino from 'pino'
import { expect, test } from 'vitest'
import { openDatabase } from './open.ts'
import { createResources } from './resources.ts'

const log = pino({ level: 'silent' })
const databases: [string, { kind: 'pglite' } | { kind: 'postgres'; url: string }][] = [
  ['PGlite', { kind: 'pglite' }],
]
if (process.env.TEST_POSTGRES_URL)
  databases.push(['PostgreSQL', { kind: 'postgres', url: process.env.TEST_POSTGRES_URL }])
let n = 0
test.each(databases)(
  'on %s a resource is created, found, changed by version and removed',
  async (_n, config) => {
    const database = await openDatabase(config, log)
    const store = await createResources(
      database,
      () => new Date(),
      () => `id-${process.pid}-${Date.now()}-${++n}`,
      log,
    )
    const heard: unknown[] = []
    store.onChange(changes => heard.push(...changes))
    const p = await store.create({
      resourceType: 'Patient',
      name: [{ family: 'Müller', given: ['Zoë'] }],
      birthDate: '1970-02',
    })
    expect(JSON.parse(p.text).meta.versionId).toBe(p.version)
    const got = await store.find('Patient', { family: 'muller', birthdate: '1970', _id: p.id })
    expect(got).toHaveLength(1)
    const u = await store.update({ ...JSON.parse(p.text), active: true }, { ifMatch: p.version })
    expect(u.created).toBe(false)
    const same = await store.update({ ...JSON.parse(u.text) })
    expect(same.version).toBe(u.version)
    await expect(
      store.update({ ...JSON.parse(p.text) }, { ifMatch: p.version }),
    ).rejects.toMatchObject({ status: 412 })
    await expect(store.create({ ...JSON.parse(p.text) })).rejects.toMatchObject({ status: 409 })
    await store.create({
      resourceType: 'Session',
      id: `s-${p.id}`,
      jti: 'abc',
      user: { reference: 'User/1' },
      ctx: { patient: 'x' },
    })
    expect(await store.find('Session', { user: 'User/1', _id: `s-${p.id}` })).toHaveLength(1)
    expect(
      await store.find('Session', { '.user.id': '1', '.ctx.patient': 'x', _id: `s-${p.id}` }),
    ).toHaveLength(1)
    await store.remove('Patient', p.id)
    expect((await store.read('Patient', p.id))?.deleted).toBe(true)
    expect(await store.get('Patient', p.id)).toBeUndefined()
    expect(heard).toHaveLength(4)
    await database.close()
  },
)
