// `npm run bench:auth`: what signing in costs: CPU of a code exchange and of a refresh, and reads beside fifty sign-ins.
import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { Browser } from '../tests/harness/browser.ts'
import { formsIn } from '../tests/harness/html-forms.ts'
import { startCluster } from '../tests/harness/postgres.ts'
import { authorize, exchange, refresh } from '../tests/harness/smart-launch.ts'
import { type Measured, startBoxProcess } from './box/servers.ts'

const rootSecret = randomBytes(24).toString('base64url')
const password = 'a-passphrase-of-the-bench'
const app = {
  clientId: 'bench-auth',
  clientSecret: randomBytes(24).toString('base64url'),
  redirectUri: 'https://bench.example/callback',
  scope: 'openid fhirUser offline_access launch/patient patient/Patient.rs patient/Coverage.rs',
}
const person = { email: 'bench@people.test', password }
const consent = { set: { answer: 'allow' } }
const codes = 45 // an address may ask for 60 in a minute
const refreshes = 400

const put = async (url: string, resource: { resourceType: string; id: string }): Promise<void> => {
  const response = await fetch(`${url}/fhir/${resource.resourceType}/${resource.id}`, {
    method: 'PUT',
    headers: {
      authorization: `Basic ${Buffer.from(`root:${rootSecret}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(resource),
  })
  if (!response.ok) throw new Error(`${resource.resourceType}: ${await response.text()}`)
}

const prepare = async ({ url }: Measured): Promise<void> => {
  const patient = { reference: 'Patient/bench' }
  await put(url, { resourceType: 'Patient', id: 'bench' })
  const user = { userName: person.email, email: person.email, password, fhirUser: patient }
  for (let number = 0; number < 51; number++) {
    const name = number === 0 ? person.email : `bench-${number}@people.test`
    await put(url, {
      ...user,
      ...{ resourceType: 'User', id: `bench-${number}`, userName: name, email: name },
    })
  }
  await put(url, {
    ...{ resourceType: 'Client', id: app.clientId, secret: app.clientSecret },
    ...{ active: true, type: 'smart-app', grant_types: ['authorization_code', 'refresh_token'] },
    ...{
      auth: {
        authorization_code: {
          ...{ redirect_uri: app.redirectUri, token_format: 'jwt' },
          ...{ refresh_token: true, secret_required: true },
        },
      },
    },
  })
}

/** CPU of a process in milliseconds, all its threads. */
const cpuOf = ({ pids }: Measured): number => {
  const pid = readFileSync(pids[0] ?? '', 'utf8').trim()
  return readdirSync(`/proc/${pid}/task`).reduce(
    (sum, task) =>
      sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e6,
    0,
  )
}

const each = async (box: Measured, times: number, work: (turn: number) => Promise<void>) => {
  const before = cpuOf(box)
  for (let turn = 0; turn < times; turn++) await work(turn)
  return (cpuOf(box) - before) / times
}

const median = (all: readonly number[]): number =>
  all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? 0

const tokens = async (box: Measured) => {
  const first = await authorize({ box: box.url, app, person, consent })
  if (!first.answer.has('code')) throw new Error(`no code: ${first.answer}`)
  const got = [first]
  while (got.length < codes)
    got.push(await authorize({ box: box.url, app, person, browser: first.browser }))
  const answers: Awaited<ReturnType<typeof exchange>>[] = []
  const exchangeCpu = await each(box, codes, async turn => {
    const code = got[turn]
    if (code) answers.push(await exchange(box.url, app, code))
  })
  let token = answers.at(-1)?.refresh_token
  if (!token) throw new Error(`no refresh token: ${JSON.stringify(answers.at(-1))}`)
  const refreshCpu = await each(box, refreshes, async () => {
    const answer = await refresh(box.url, app, token ?? '')
    token = answer.refresh_token
    if (!token) throw new Error(`a refresh was refused: ${JSON.stringify(answer)}`)
  })
  return { exchangeCpu, refreshCpu }
}

const signIns = async (box: Measured) => {
  const first = await authorize({ box: box.url, app, person, consent })
  const { access_token } = await exchange(box.url, app, first)
  const query = new URLSearchParams({
    ...{ response_type: 'code', client_id: app.clientId, redirect_uri: app.redirectUri },
    ...{ scope: app.scope, state: 's', aud: `${box.url}/fhir`, code_challenge_method: 'S256' },
    code_challenge: createHash('sha256').update('x').digest('base64url'),
  })
  const pages = []
  for (let number = 1; number <= 50; number++) {
    const browser = new Browser()
    const page = await browser.open(`${box.url}/auth/authorize?${query}`, app.redirectUri)
    if (formsIn(page.html).length === 0) throw new Error(`no sign-in page: ${page.status}`)
    pages.push({ browser, page, username: `bench-${number}@people.test` })
  }
  let open = pages.length
  const statuses: number[] = []
  const logins = pages.map(async ({ browser, page, username }) => {
    statuses.push((await browser.submit(page, app.redirectUri, { username, password })).status)
    open -= 1
  })
  const reads: number[] = []
  while (open > 0) {
    const began = performance.now()
    const read = await fetch(`${box.url}/fhir/Patient/bench`, {
      headers: { authorization: `Bearer ${access_token}` },
    })
    await read.arrayBuffer()
    if (read.status !== 200) throw new Error(`a read was answered ${read.status}`)
    reads.push(performance.now() - began)
  }
  await Promise.all(logins)
  const signedIn = statuses.filter(status => status === 200).length
  return {
    signedIn,
    turnedAway: 50 - signedIn,
    reads: reads.length,
    median: median(reads),
    slowest: Math.max(...reads),
  }
}

const onFreshBox = async <T>(database: string, measure: (box: Measured) => Promise<T>) => {
  const box = await startBoxProcess(database, rootSecret)
  try {
    await prepare(box)
    return await measure(box)
  } finally {
    await box.stop()
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const cluster = await startCluster()
try {
  const cost = await onFreshBox(await cluster.database('tokens'), tokens)
  say(
    `code exchange ${cost.exchangeCpu.toFixed(2)} ms CPU, refresh ${cost.refreshCpu.toFixed(2)} ms CPU (target: under 2.5 each; PostgreSQL, the box's process)`,
  )
  const beside = await onFreshBox(await cluster.database('signins'), signIns)
  say(
    `50 sign-ins at once: ${beside.signedIn} in, ${beside.turnedAway} told to try again; ${beside.reads} reads beside them, median ${beside.median.toFixed(1)} ms, slowest ${beside.slowest.toFixed(1)} ms (target: under 100)`,
  )
} finally {
  await cluster.stop()
}
process.exit(0)
