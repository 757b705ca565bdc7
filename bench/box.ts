// `npm run bench:box`: what the embedded box costs beside hand-written SQL, by the definition in ../shared/bench.
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { postgresPrograms, startCluster } from '../tests/harness/postgres.ts'
import { generate, missingTools, runProgram, truthOf } from './box/definition.ts'
import { foreignIds } from './box/foreign.ts'
import { loadBox } from './box/load.ts'
import { signInMembers } from './box/members.ts'
import { mixes, usual } from './box/mixes.ts'
import { figuresOf, tableOf } from './box/report.ts'
import { runRounds } from './box/rounds.ts'
import { connection, postmasterFile, settle, startBoxProcess, startFloor } from './box/servers.ts'

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '300' },
    practitioners: { type: 'string', default: '5000' },
    database: { type: 'string', default: 'postgres' },
    mixes: { type: 'string', default: usual.join(',') },
    callers: { type: 'string', default: '1,8,32' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    quiet: { type: 'string', default: '0.12' },
    tokens: { type: 'string', default: '10' },
    out: { type: 'string', default: '' },
  },
})

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const stop = (why: string): never => {
  process.stderr.write(`${why}\n`)
  process.exit(1)
}

const missing = missingTools()
if (missing) stop(missing)
const chosen = values.mixes
  .split(',')
  .map(
    name =>
      mixes.find(mix => mix.name === name) ??
      stop(`There is no mix ${name}. There are ${mixes.map(mix => mix.name).join(', ')}.`),
  )
if (values.database !== 'postgres' && values.database !== 'pglite')
  stop('--database is postgres or pglite')
const onPostgres = values.database === 'postgres'
if (onPostgres && !postgresPrograms()) stop('PostgreSQL 15 or later is not installed.')

const rootSecret = randomBytes(24).toString('base64url')
const root = `Basic ${Buffer.from(`root:${rootSecret}`).toString('base64')}`
// the floor reads each file of the data whole, and a string of Node ends at half a gigabyte
const mostForTheFloor = 1_500
const hasFloor = onPostgres && Number(values.members) <= mostForTheFloor
if (onPostgres && !hasFloor)
  say(`More than ${mostForTheFloor} members: measured without the floor, which cannot load them.`)
const data = await generate(Number(values.members), Number(values.practitioners))
const cluster = onPostgres ? await startCluster() : undefined
const closers: (() => Promise<void>)[] = cluster ? [cluster.stop] : []
try {
  const databases = cluster && {
    box: await cluster.database('box'),
    ...(hasFloor ? { floor: await cluster.database('floor') } : {}),
  }
  const pids = databases && (await postmasterFile(databases.box))
  if (databases?.floor)
    say(
      `floor loaded: ${(await runProgram('floor', ['load', data], connection(databases.floor))).trim()}`,
    )
  const box = await startBoxProcess(databases?.box ?? '', rootSecret, pids)
  closers.push(box.stop)
  say(`box loaded: ${await loadBox(box, root, data)}`)
  if (databases) await settle(databases.box)
  const floor = databases?.floor ? await startFloor(databases.floor, pids) : undefined
  if (floor) closers.push(floor.stop)
  const patients = truthOf(data)
    .patients.slice(0, Number(values.tokens))
    .map(({ id }) => id)
  const members = await signInMembers(box.url, root, patients)

  const plan = {
    mixes: chosen,
    rounds: Number(values.rounds),
    callers: values.callers.split(',').map(Number),
    seconds: Number(values.seconds),
    quiet: Number(values.quiet),
  }
  const idle = box.megabytes()
  const samples = await runRounds(
    plan,
    { ...(floor ? { floor } : {}), box, data, members, root },
    ({ mix, side, round, run, load }) =>
      say(
        `round ${round + 1} ${mix} ${side} × ${run.conc}: ${run.rps} req/s, p50 ${run.p50} p99 ${run.p99} ms, errors ${run.errors}, foreign ${run.foreign}, load ${load.toFixed(1)}, cores ${JSON.stringify(run.cores)}`,
      ),
  )
  const figures = figuresOf(samples)
  const [member] = members
  const foreign = member && (await foreignIds(box.url, truthOf(data), member))
  const memory = {
    afterLoading: idle,
    most: Math.max(
      ...samples.filter(({ side }) => side === 'box').map(({ megabytes }) => megabytes),
    ),
  }
  const loads = samples.map(({ load }) => load)
  const about = {
    command: `npm run bench:box -- ${process.argv.slice(2).join(' ')}`,
    at: new Date().toISOString(),
    node: process.version,
    cpus: cpus().length,
    database: values.database,
    members: Number(values.members),
    resources: truthOf(data).totalResources,
    loadAverage: { least: Math.min(...loads), most: Math.max(...loads), end: loadavg()[0] },
    memoryOfTheBox: memory,
    /** Medians of another member's claim and of none: issue 3 wants them within 5 ms. */
    foreign,
  }
  const name = values.out || `dist/bench-box-${values.database}-${values.members}`
  mkdirSync('dist', { recursive: true })
  writeFileSync(`${name}.json`, JSON.stringify({ ...about, figures, samples }, null, 1))
  writeFileSync(`${name}.md`, `${tableOf(figures)}\n`)
  say(
    `\n${tableOf(figures)}\n\n${JSON.stringify(about, null, 1)}\nAlso in ${name}.json and ${name}.md.`,
  )
} finally {
  for (const close of closers.reverse()) await close()
}
process.exit(0)
