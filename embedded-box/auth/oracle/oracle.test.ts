// Row M3 of the SMART contract: seeded mutations of good requests to the box and to oidc-provider, configured alike.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AuthBox, redirects, startAuthBox } from '../auth-box.fixture.ts'
import { allScopes, launch } from '../smart-dance.fixture.ts'
import { Browser } from '../test-browser.fixture.ts'
import { allowedDifferences, type Compared } from './differences.ts'
import { type Oracle, startOracle } from './provider.fixture.ts'
import { type AppName, type Side, tryAuthorize, tryToken } from './side.fixture.ts'

const mutations = Number(process.env.ORACLE_MUTATIONS ?? 1000)
const firstSeed = Number(process.env.ORACLE_SEED ?? 1)

let running: AuthBox
let oracle: Oracle
let box: Side
let reference: Side

beforeAll(async () => {
  running = await startAuthBox()
  oracle = await startOracle()
  const browser = new Browser(running)
  await launch(running, { browser, scope: allScopes })
  await launch(running, { browser, scope: allScopes, client: 'web-app', redirect: redirects.web })
  box = side('box', {
    authorizeUrl: `${running.url}/auth/authorize`,
    tokenUrl: `${running.url}/auth/token`,
    cookie: [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; '),
  })
  reference = side('oracle', {
    authorizeUrl: `${oracle.url}/auth`,
    tokenUrl: `${oracle.url}/token`,
    cookie: '',
  })
  await signInAtOracle()
})
afterAll(async () => {
  await oracle?.close()
  await running?.close()
})

const side = (name: Side['name'], at: Pick<Side, 'authorizeUrl' | 'tokenUrl' | 'cookie'>): Side => {
  const made: Side = {
    ...at,
    name,
    aud: `${running.url}/fhir`,
    send: async (url, init = {}) => {
      const headers = new Headers(init.headers)
      if (made.cookie && !init.method) headers.set('cookie', made.cookie)
      const response = await fetch(url, { ...init, headers, redirect: 'manual' })
      return {
        status: response.status,
        location: response.headers.get('location') ?? '',
        body: await response.text(),
      }
    },
  }
  return made
}

const signInAtOracle = async (): Promise<void> => {
  const browser = new Browser(oracle)
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'web-app',
    redirect_uri: redirects.web,
    scope: 'openid',
  })
  const seen = await browser.go(`${oracle.url}/auth?${query}`)
  if (!new URL(seen.url).searchParams.has('code'))
    throw new Error(`the oracle did not sign in: ${seen.status} ${seen.url} ${seen.html}`)
  reference.cookie = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
}

const apps: readonly AppName[] = ['public-app', 'web-app']

const compare = async (seed: number): Promise<Compared> => {
  const app = apps[seed % 2] ?? 'public-app'
  const request = seed % 4 < 2 ? 'authorize' : seed % 8 < 6 ? 'code' : 'refresh'
  const ask = (at: Side) =>
    request === 'authorize' ? tryAuthorize(at, app, seed) : tryToken(at, request, app, seed)
  const [ours, theirs] = await Promise.all([ask(box), ask(reference)])
  return { request, app, box: ours, oracle: theirs }
}

test(`M3 of ${mutations} changed requests the box accepts nothing that oidc-provider refuses, but for a written list`, async () => {
  const unexplained: string[] = []
  const faults: string[] = []
  const met = new Set<string>()
  const tally = { both: 0, neither: 0, onlyBox: 0, onlyOracle: 0, unchanged: 0 }
  for (let seed = firstSeed; seed < firstSeed + mutations; seed++) {
    const compared = await compare(seed)
    const { box: ours, oracle: theirs, request, app } = compared
    const shown = `seed ${seed}: ${request} of ${app}, ${ours.done.join(', ') || 'unchanged'}`
    if (ours.status >= 500) faults.push(`${shown}: ${ours.status}`)
    if (ours.done.length === 0) {
      tally.unchanged += 1
      if (!ours.accepted || !theirs.accepted) faults.push(`${shown}: a good request was refused`)
    }
    if (ours.accepted && !theirs.accepted) {
      tally.onlyBox += 1
      const difference = allowedDifferences.find(one => one.covers(compared))
      if (difference) met.add(difference.why)
      else unexplained.push(shown)
    } else if (ours.accepted) tally.both += 1
    else if (theirs.accepted) tally.onlyOracle += 1
    else tally.neither += 1
  }
  console.info(JSON.stringify({ mutations, firstSeed, ...tally, differencesMet: met.size }))
  expect(faults).toEqual([])
  expect(unexplained).toEqual([])
  // The comparison says something only when both answers occur on both sides.
  for (const count of Object.values(tally)) expect(count).toBeGreaterThan(0)
}, 1_200_000)
