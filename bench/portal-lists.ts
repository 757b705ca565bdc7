// The long lists of the staff's pages and the vendor's request log with 10,000 rows each: what the first, the middle and the last page cost, as ratios.
import { randomUUID } from 'node:crypto'
import { launchSmartApp } from '../tests/harness/smart-launch.ts'
import type { StartedDemo } from './started-demo.ts'

const rows = 10_000
const asksEach = 9
const password = 'plan-api-demo'
const codes = 'https://plan-api.example/fhir/CodeSystem/plan-api'
const coded = (code: string) => ({ coding: [{ system: codes, code }] })

interface Resource {
  resourceType: string
  id: string
}

/** A moment of the last months, a minute apart: lists are sorted by it. */
const moment = (number: number): string =>
  new Date(Date.now() - (number + 1) * 60_000).toISOString()

const request = (number: number): Resource & Record<string, unknown> => {
  const client = randomUUID()
  return {
    resourceType: 'Task',
    id: `${client}.1`,
    identifier: [{ system: 'https://plan-api.example/fhir/client-id', value: client }],
    status: 'requested',
    intent: 'proposal',
    code: coded('production-request'),
    authoredOn: moment(number),
    lastModified: moment(number),
    requester: {
      identifier: { system: 'https://plan-api.example/fhir/user-id', value: 'nobody' },
      display: 'Val Vendor',
    },
    input: [
      { type: coded('name'), valueString: `App ${number}` },
      { type: coded('organizationName'), valueString: 'Compass Health Apps' },
    ],
  }
}

const mail = (number: number): Resource & Record<string, unknown> => ({
  resourceType: 'Communication',
  id: randomUUID(),
  status: 'completed',
  sent: moment(number),
  category: [coded('mail')],
  payload: [
    {
      contentString: JSON.stringify({
        template: 'vendor-reinstated',
        to: `member-${number}@members.example`,
        parameters: { name: 'Val', app: `App ${number}`, reason: 'All is well.', note: '' },
        attempts: 1,
        nextTry: moment(number),
      }),
    },
  ],
})

const member = (number: number): Resource & Record<string, unknown> => ({
  resourceType: 'User',
  id: randomUUID(),
  userName: `member-${number}@members.example`,
  email: `member-${number}@members.example`,
  active: true,
  name: { givenName: 'Mo', familyName: `Member ${number}` },
  roles: [{ type: 'member' }],
})

const asked = (number: number): Resource & Record<string, unknown> => ({
  resourceType: 'AuditEvent',
  id: randomUUID(),
  type: { system: 'http://terminology.hl7.org/CodeSystem/audit-event-type', code: 'rest' },
  subtype: [{ system: 'http://hl7.org/fhir/restful-interaction', code: 'search' }],
  action: 'E',
  recorded: moment(number),
  outcome: '0',
  agent: [{ who: { reference: 'Client/sample-app' }, name: 'sample-app', requestor: true }],
  source: { observer: { display: 'bench' } },
})

const read = (number: number): Resource & Record<string, unknown> => ({
  ...asked(number),
  entity: [
    {
      what: { reference: 'Patient/demo-member' },
      type: { system: 'http://terminology.hl7.org/CodeSystem/audit-entity-type', code: '1' },
    },
  ],
})

const staff = { box: 'production', email: 'admin@demo.test' } as const
const vendor = { box: 'sandbox', email: 'vendor@demo.test' } as const

const lists = [
  {
    name: 'queue of requests',
    make: request,
    path: 'production-requests?state=pending',
    size: 20,
    reader: staff,
  },
  { name: 'people', make: member, path: 'people?role=member', size: 20, reader: staff },
  { name: 'mail', make: mail, path: 'mails?box=production', size: 20, reader: staff },
  { name: 'audit', make: read, path: 'audit?kind=reads', size: 50, reader: staff },
  {
    name: 'request log of an app',
    make: asked,
    path: 'apps/sample-app/requests?kind=',
    size: 20,
    reader: vendor,
  },
] as const

/** Their names, for whoever wants one of them only. */
export const listNames = lists.map(({ name }) => name)

const fill = async (box: string, make: (number: number) => Resource): Promise<void> => {
  const authorization = `Basic ${btoa(`root:${password}`)}`
  for (let begin = 0; begin < rows; begin += 500) {
    const entry = Array.from({ length: 500 }, (_, index) => {
      const resource = make(begin + index)
      const url = `${resource.resourceType}/${resource.id}`
      return { resource, request: { method: 'PUT', url } }
    })
    const answer = await fetch(`${box}/fhir`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }),
    })
    if (!answer.ok) throw new Error(`${answer.status} ${(await answer.text()).slice(0, 300)}`)
  }
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0

/** Fills a demo of one's own and asks for pages, in turn, so that other work weighs on all alike. */
export const measureLists = async (
  { portal }: StartedDemo,
  names: readonly string[] = listNames,
): Promise<string> => {
  const boxes = await (await fetch(`${portal}/config.json`)).json()
  const wanted = lists.filter(({ name }) => names.includes(name))
  for (const { make, reader } of wanted) await fill(boxes[reader.box], make)
  const lines = []
  for (const { name, path, size, reader } of wanted) {
    const box: string = boxes[reader.box]
    const { tokens } = await launchSmartApp({
      box,
      app: { clientId: 'portal-ui', redirectUri: `${portal}/callback`, scope: 'openid profile' },
      person: { email: reader.email, password },
      parameters: { aud: undefined },
    })
    const ask = async (page: number): Promise<{ took: number; total: number; count: number }> => {
      const began = performance.now()
      const answer = await fetch(`${box}/plan-api/${path}&page=${page}`, {
        headers: { authorization: `Bearer ${tokens.access_token}` },
      })
      const body = await answer.json()
      const took = performance.now() - began
      if (!answer.ok) throw new Error(`${name}, page ${page}: ${JSON.stringify(body)}`)
      const list = Object.values(body).find(value => Array.isArray(value))
      return { took, total: Number(body.total), count: Array.isArray(list) ? list.length : 0 }
    }
    const { total } = await ask(1)
    const last = Math.ceil(total / size)
    const pages = [1, Math.ceil(last / 2), last]
    const times: number[][] = pages.map(() => [])
    for (let turn = 0; turn < asksEach; turn++)
      for (const [index, page] of pages.entries()) {
        const { took, count } = await ask(page)
        if (count === 0) throw new Error(`${name}: page ${page} of ${last} is empty`)
        times[index]?.push(took)
      }
    const [first = 0, middle = 0, end = 0] = times.map(median)
    lines.push(
      `| ${name} | ${total} | ${first.toFixed(0)} ms | ${(middle / first).toFixed(1)} | ${(end / first).toFixed(1)} |`,
    )
  }
  return [
    '| list | rows | first page | middle page, times the first | last page |',
    '|---|---|---|---|---|',
    ...lines,
  ].join('\n')
}
