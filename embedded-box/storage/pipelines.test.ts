// Reads that share a connection: everyone gets their own answer, nobody waits long for somebody else's, nothing is written.
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf } from './failures.ts'
import { openPipelines, type Statement } from './pipelines.ts'

const url = process.env.TEST_POSTGRES_URL
const statement = (text: string, values: unknown[] = [], name?: string): Statement => ({
  text,
  values,
  name,
})

describe.skipIf(!url)('on PostgreSQL', () => {
  let elsewhere: pg.Pool
  let hasRoom = true
  let pipelines: ReturnType<typeof openPipelines>
  const rows = async <Row>(asked: Statement): Promise<Row[]> =>
    (await pipelines.query(asked)).rows as Row[]
  const whoAnswers = statement(
    'select $1::text as asked, pg_backend_pid() as process',
    ['me'],
    'who',
  )

  beforeAll(() => {
    elsewhere = new pg.Pool({ connectionString: url, max: 2 })
    pipelines = openPipelines(
      stream =>
        new pg.Client({
          connectionString: url,
          options: '-c default_transaction_read_only=on',
          pipeline: true,
          stream,
        }),
      { query: asked => elsewhere.query(asked), hasRoom: () => hasRoom },
      3,
    )
  })
  afterAll(async () => {
    await pipelines?.end()
    await elsewhere?.end()
  })

  test('what is asked in one moment is answered by few connections, each asker with their own', async () => {
    const asked = Array.from({ length: 60 }, (_, at) => `question ${at}`)
    const answers = await Promise.all(
      asked.map(text =>
        rows<{ asked: string; process: number }>({ ...whoAnswers, values: [text] }),
      ),
    )
    expect(answers.map(([row]) => row?.asked)).toEqual(asked)
    expect(new Set(answers.map(([row]) => row?.process)).size).toBeLessThanOrEqual(3)
  })

  test('who waits behind a slow statement is answered before it', async () => {
    const order: string[] = []
    const slow = pipelines.query(statement('select pg_sleep(2)')).then(() => order.push('slow'))
    const behind = Array.from({ length: 5 }, (_, at) =>
      pipelines.query({ ...whoAnswers, values: [`${at}`] }).then(() => order.push('quick')),
    )
    await Promise.all([slow, ...behind])
    expect(order).toEqual([...behind.map(() => 'quick'), 'slow'])
  })

  test('where nobody else has room they wait, and are answered in their turn', async () => {
    hasRoom = false
    const order: string[] = []
    await Promise.all([
      pipelines.query(statement('select pg_sleep(0.3)')).then(() => order.push('slow')),
      pipelines.query(whoAnswers).then(() => order.push('quick')),
    ])
    hasRoom = true
    expect(order).toEqual(['slow', 'quick'])
  })

  test('one that fails takes nobody along', async () => {
    const division = 'select (10 / $1::int)::text as quotient'
    const answers = await Promise.allSettled(
      [1, 2, 0, 5].map(by =>
        rows<{ quotient: string }>(statement(division, [String(by)], 'divide')),
      ),
    )
    expect(
      answers.map(answer =>
        answer.status === 'fulfilled' ? answer.value[0]?.quotient : codeOf(answer.reason),
      ),
    ).toEqual(['10', '5', '22012', '2'])
  })

  test('a statement that cannot be prepared says so to all who ask it', async () => {
    const missing = statement('select * from no_such_table where id = $1', ['x'], 'missing')
    const answers = await Promise.allSettled([missing, missing, missing].map(rows))
    const codes = answers.map(answer =>
      answer.status === 'rejected' ? codeOf(answer.reason) : 'answered',
    )
    expect(codes).toEqual(['42P01', '42P01', '42P01'])
    expect(await rows(whoAnswers)).toHaveLength(1)
  })

  test('nothing can be written, or locked', async () => {
    for (const text of ['create table here (id int)', 'select 1 from pg_class limit 1 for update'])
      await expect(pipelines.query(statement(text)), text).rejects.toMatchObject({ code: '25006' })
  })

  test('a connection that is lost fails what it was asked, and the next questions find another', async () => {
    hasRoom = false // what waits stays with the connection
    const [one] = await rows<{ process: number }>(whoAnswers)
    const waiting = Promise.allSettled([
      pipelines.query(statement('select pg_sleep(20)')),
      pipelines.query(whoAnswers),
    ])
    await expect
      .poll(async () => {
        const { rows: asleep } = await elsewhere.query(
          "select pid from pg_stat_activity where query like 'select pg_sleep(20)%' and state = 'active'",
        )
        return asleep.map(({ pid }) => pid)
      })
      .toEqual([one?.process])
    await elsewhere.query('select pg_terminate_backend($1)', [one?.process])
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    hasRoom = true
    const [next] = await rows<{ process: number }>(whoAnswers)
    expect(next?.process).not.toBe(one?.process)
  })
})
