// Runs access-policies/MATRIX.md: every request as every persona, on both boxes, with the policy that granted it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { world } from '../harness/boxes.ts'
import { patience } from '../harness/patience.ts'
import { type Cast, type PersonaName, personaNames, signEverybodyIn } from '../harness/personas.ts'
import { isEmptyPage, placeRecords, removeRecords, requestOf } from './matrix-requests.ts'
import { readMatrix } from './matrix-table.ts'

const rows = readMatrix()
const isElsewhere = Boolean(process.env.SANDBOX_BOX_URL && process.env.PRODUCTION_BOX_URL)
const rootPolicy = 'root'
let cast: Cast
/** Request id → ids of the policies that granted, from the boxes' log; read once, when all requests are made. */
let granted: Map<string, string>

interface Outcome {
  status: number
  isEmpty: boolean
  requestId: string
}
const outcomes = new Map<number, Map<PersonaName, Outcome>>()

beforeAll(async () => {
  cast = await signEverybodyIn()
  await placeRecords(cast)
  for (const row of rows) {
    const answers = new Map<PersonaName, Outcome>()
    for (const name of personaNames) {
      const [path, options] = requestOf(row, cast)
      const answer = await cast.personas[name].fetch(row.box, row.method, path, options)
      answers.set(name, {
        status: answer.status,
        isEmpty: isEmptyPage(answer),
        requestId: answer.headers.get('x-request-id') ?? '',
      })
    }
    outcomes.set(row.line, answers)
  }
  if (!isElsewhere) granted = await vi.waitFor(grantsInLog, { timeout: patience, interval: 50 })
})

afterAll(() => removeRecords(cast))

for (const row of rows)
  test.skipIf(isElsewhere && row.onlyEmbedded)(
    `${row.box}: ${row.title} is answered to everybody as line ${row.line} says${row.onlyEmbedded && isElsewhere ? ' (skipped: only the embedded box promises it)' : ''}`,
    () => {
      const answers = outcomes.get(row.line)
      const actual = Object.fromEntries(
        personaNames.map(name => {
          const { status = 0, isEmpty = false } = answers?.get(name) ?? {}
          const isAsked = isElsewhere && name === 'anonymous' && row.expected[name].status === 401
          const told = isAsked && status === 403 ? 401 : status // Aidbox asks nobody to sign in
          return [name, `${told}${isEmpty && row.expected[name].isEmpty ? '∅' : ''}`]
        }),
      )
      const expected = Object.fromEntries(
        personaNames.map(name => {
          const { status, isEmpty } = row.expected[name]
          return [name, `${status}${isEmpty ? '∅' : ''}`]
        }),
      )
      expect(actual).toEqual(expected)
      if (isElsewhere) return // Aidbox logs the policy too, but where is the operator's business

      const policies = new Map(
        personaNames.map(name => [name, granted.get(answers?.get(name)?.requestId ?? '')]),
      )
      const wrong = [...policies].filter(([name, policy]) => {
        const isRefused = [401, 403].includes(row.expected[name].status)
        if (name === 'root' && policy === rootPolicy) return false
        if (row.policies.length === 0) return policy !== undefined
        return isRefused ? false : policy !== undefined && !row.policies.includes(policy)
      })
      expect(wrong).toEqual([])
      const used = new Set(policies.values())
      expect(row.policies.filter(id => !used.has(id))).toEqual([])
    },
  )

test('each entry of a batch is judged alone, as if it were sent alone', async () => {
  const statuses = async (box: 'sandbox' | 'production', ...urls: string[]): Promise<unknown> => {
    const entry = urls.map(url => ({ request: { method: 'GET', url } }))
    const { body } = await cast.personas['plan-api'].fetch(box, 'POST', '/fhir', {
      body: { resourceType: 'Bundle', type: 'batch', entry },
    })
    return JSON.parse(JSON.stringify(body)).entry.map(
      (answered: { response: { status: string } }) => answered.response.status.slice(0, 3),
    )
  }
  const urls = ['Task?_count=1', 'Coverage/matrix-other', 'AccessPolicy?_count=1', 'Patient/nobody']
  expect(await statuses('production', ...urls)).toEqual(['200', '403', '403', '404'])
  expect(await statuses('sandbox', ...urls)).toEqual(['200', '200', '403', '404'])
})

test('an include is authorised as a search of its own: the App gets no claim along with a patient', async () => {
  const path = '/fhir/Patient?_id=demo-member&_revinclude=ExplanationOfBenefit:patient'
  expect((await cast.personas['plan-api'].fetch('production', 'GET', path)).status).toBe(403)
})

test('every policy is named by a row of its box, and every row names policies that exist', () => {
  for (const box of ['sandbox', 'production'] as const) {
    const exist = ['both', box].flatMap(folder =>
      readdirSync(join(import.meta.dirname, '..', '..', 'access-policies', folder)).map(name =>
        name.replace('.yaml', ''),
      ),
    )
    const named = rows.filter(row => row.box === box).flatMap(row => row.policies)
    expect([...new Set(named)].toSorted()).toEqual(exist.toSorted())
  }
})

/** The log is written behind the answer: throws until the line of the last request is there. */
const grantsInLog = (): Map<string, string> => {
  const found = new Map<string, string>()
  const seen = new Set<string>()
  for (const line of readFileSync(world().logFile, 'utf8').split('\n')) {
    if (!line.endsWith('}')) continue
    const { msg, id, policy } = JSON.parse(line)
    if (msg !== 'request' || typeof id !== 'string') continue
    seen.add(id)
    if (typeof policy === 'string') found.set(id, policy.split(' ')[0] ?? policy) // a Bundle's entries follow
  }
  const last = [...outcomes.values()].at(-1)?.get('root')?.requestId ?? ''
  if (!seen.has(last)) throw new Error(`the log has no request ${last}`)
  return found
}
