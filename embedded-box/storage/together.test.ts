// Reads that travel together: everyone gets exactly the rows of their own question.
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPglite } from './pglite.ts'
import type { Database, Sql } from './sql.ts'
import { asksTogether } from './together.ts'

let database: Database
let sent: string[] = []
let together: Database['together']

beforeAll(async () => {
  database = await openPglite(undefined, pino({ enabled: false }))
  await database.query('create table claim (id text primary key, patient text, place int)')
  await database.query(
    `insert into claim select 'c' || n, 'p' || n % 10, n from generate_series(1, 100) n`,
  )
  const counted: Sql['query'] = (text, values, name) => {
    sent.push(text)
    return database.query(text, values, name)
  }
  together = asksTogether(counted)
}, 120_000)
afterAll(() => database?.close())

const claim = 'select id, patient from claim where id = $1 and patient = $2'
const page =
  'select id from claim where patient = $1 and id = any($2::text[]) order by place desc limit $3::int'

test('a question alone is asked as it is', async () => {
  sent = []
  expect(await together(claim, ['c7', 'p7'], 'claim')).toEqual([{ id: 'c7', patient: 'p7' }])
  expect(sent).toEqual([claim])
})

test('many of the same moment share statements, and nobody gets a row of somebody else', async () => {
  sent = []
  const asked = Array.from({ length: 80 }, (_, at) => ({ id: `c${at + 1}`, patient: `p${at % 7}` }))
  const answers = await Promise.all(
    asked.map(({ id, patient }) => together(claim, [id, patient], 'claim')),
  )
  for (const [at, { id, patient }] of asked.entries()) {
    const isTheirs = `p${Number(id.slice(1)) % 10}` === patient
    expect(answers[at], `${id} for ${patient}`).toEqual(isTheirs ? [{ id, patient }] : [])
  }
  expect(sent.length).toBeLessThan(asked.length / 2)
})

test('pages keep their order and their length', async () => {
  const everyone = Array.from({ length: 10 }, (_, at) => `p${at}`)
  const ids = Array.from({ length: 100 }, (_, at) => `c${at + 1}`)
  const answers = await Promise.all(
    everyone.map((patient, at) => together(page, [patient, ids, at], 'page')),
  )
  for (const [at, rows] of answers.entries()) {
    const own = ids.filter(id => Number(id.slice(1)) % 10 === at).reverse()
    expect(rows).toEqual(own.slice(0, at).map(id => ({ id })))
  }
})

test('what is wrong with one question is told to its asker alone', async () => {
  const [good, bad] = await Promise.allSettled([
    together(page, ['p1', ['c1'], 5], 'page'),
    together(page, ['p1', ['c1'], 'five'], 'page'),
  ])
  expect(good).toEqual({ status: 'fulfilled', value: [{ id: 'c1' }] })
  expect(bad.status).toBe('rejected')
})

test('quotes, backslashes and nulls in a list arrive as they are', async () => {
  const list = ['a"b', 'c\\d', null, '{e}', 'f,g', '']
  const echo = 'select v from unnest($1::text[]) v'
  const [one, other] = await Promise.all([
    together(echo, [list], 'echo'),
    together(echo, [['x']], 'echo'),
  ])
  expect(one).toEqual(list.map(v => ({ v })))
  expect(other).toEqual([{ v: 'x' }])
})
