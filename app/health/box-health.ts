// What the App can see of a box: whether it answers, what it says of itself, and whether what we need of it is there.
// Access policies and the App resource are nobody's to read but the operator's: they are tried out instead.
import type { HealthFinding, HealthPart } from '../../vocabulary/staff.ts'
import type { BoxClient, RawAnswer } from '../box-client.ts'
import { isBoxDown } from '../errors.ts'
import { isRecord, listAt, textAt } from '../json.ts'

/** Clients that the bundle brings; sandbox and production alike. */
const clients = ['plan-api', 'plan-api-consent', 'portal-ui', 'portal-records'] as const
/** Types whose resources the App keeps. */
const kept = ['Client', 'User', 'Session', 'Grant', 'Task', 'Basic', 'Communication', 'AuditEvent']

/** A public operation each box passes on to the App, and the answer that shows that it did. */
const throughTheBox = {
  production: { method: 'GET', path: '/plan-api/gallery', answers: 200 },
  sandbox: { method: 'POST', path: '/plan-api/$confirm-enrollment', answers: 422 },
} as const

/** One part of the health page. */
export const boxHealth = async (box: BoxClient): Promise<HealthPart> => {
  try {
    const [health, metadata, smart, ...findings] = await Promise.all([
      read(box, '/health'),
      read(box, '/fhir/metadata'),
      read(box, '/fhir/.well-known/smart-configuration'),
      ...clients.map(id => clientFinding(box, id)),
      ...kept.map(type => keptFinding(box, type)),
      appFinding(box),
    ])
    return {
      name: box.name,
      reachable: true,
      facts: factsOf(box, health, metadata),
      findings: [
        ...healthFindings(health),
        finding(
          'The FHIR API describes itself',
          metadata.status === 200,
          `/fhir/metadata answered ${metadata.status}.`,
        ),
        finding(
          'SMART apps find the authorization endpoints',
          smart.status === 200 && textAt(smart.body, 'token_endpoint') !== undefined,
          `The SMART configuration answered ${smart.status}.`,
        ),
        ...findings,
      ],
    }
  } catch (error) {
    if (!isBoxDown(error)) throw error
    return {
      name: box.name,
      reachable: false,
      facts: [{ label: 'URL', value: box.url }],
      findings: [
        finding('It answers', false, 'No answer. Start it, or correct its URL in the settings.'),
      ],
    }
  }
}

const read = (box: BoxClient, path: string): Promise<RawAnswer> =>
  box.request({ method: 'GET', path, repeatable: true })

const finding = (title: string, ok: boolean, detail: string): HealthFinding => ({
  title,
  state: ok ? 'ok' : 'bad',
  detail,
})

const factsOf = (box: BoxClient, health: RawAnswer, metadata: RawAnswer): HealthPart['facts'] => {
  const about = isRecord(health.body) ? health.body.about : undefined
  const software = isRecord(metadata.body) ? metadata.body.software : undefined
  const [rest] = listAt(metadata.body, 'rest')
  const [channel, version] = [textAt(about, 'channel'), textAt(about, 'version')]
  return [
    { label: 'URL', value: box.url },
    { label: 'Software', value: textAt(software, 'name') ?? '' },
    { label: 'Version', value: version ?? textAt(software, 'version') ?? '' },
    { label: 'Channel', value: channel ?? '' },
    { label: 'FHIR', value: textAt(metadata.body, 'fhirVersion') ?? '' },
    { label: 'Resource types', value: String(listAt(rest, 'resource').length || '') },
    {
      label: 'Guides',
      value: listAt(metadata.body, 'implementationGuide').map(String).join(', '),
    },
  ].filter(({ value }) => value !== '')
}

/** What the box itself checks: its database, and work in the background with how far it is. */
const healthFindings = ({ status, body }: RawAnswer): HealthFinding[] => {
  const checks = isRecord(body) && isRecord(body.checks) ? Object.entries(body.checks) : []
  return [
    finding('It answers', status === 200, `/health answered ${status}.`),
    ...checks.flatMap(([name, list]) =>
      (Array.isArray(list) ? list : []).map((check: unknown) => {
        const state = textAt(check, 'status')
        return {
          title: `The box checks: ${name.replaceAll(/[-:]/g, ' ')}`,
          state: state === 'pass' ? ('ok' as const) : ('bad' as const),
          detail: detailOf(check) || (state ?? 'It says nothing more.'),
        }
      }),
    ),
  ]
}

/** Whatever it says in words and numbers: `progress 40, output Loading members`. */
const detailOf = (check: unknown): string =>
  isRecord(check)
    ? Object.entries(check)
        .filter(
          ([key, value]) => key !== 'componentType' && ['string', 'number'].includes(typeof value),
        )
        .map(([key, value]) => `${key} ${String(value)}`)
        .join(', ')
    : ''

const clientFinding = async (box: BoxClient, id: string): Promise<HealthFinding> => {
  const client = await box.read('Client', id)
  return finding(
    `Client ${id} is there and active`,
    client !== undefined && client.active !== false,
    client
      ? client.active === false
        ? 'It is switched off.'
        : 'It is.'
      : 'It is missing: load the init bundle.',
  )
}

const keptFinding = async (box: BoxClient, type: string): Promise<HealthFinding> => {
  const { status, body } = await read(box, `/fhir/${type}?_count=0`)
  const total = isRecord(body) && typeof body.total === 'number' ? body.total : undefined
  return finding(
    `The App may use ${type}`,
    status === 200,
    status === 200
      ? total === undefined
        ? 'It may.'
        : `It may; there are ${total}.`
      : `The box answered ${status}: its access policies are missing or changed.`,
  )
}

const appFinding = async (box: BoxClient): Promise<HealthFinding> => {
  const { method, path, answers } = throughTheBox[box.name]
  const { status } = await box.request({
    method,
    path,
    authorization: null,
    ...(method === 'POST' ? { headers: { 'content-type': 'application/json' }, body: '{}' } : {}),
  })
  return finding(
    'The box passes operations on to the App',
    status === answers,
    status === answers
      ? 'A public operation came through.'
      : `${method} ${path} answered ${status}, not ${answers}: look at the App resource, its URL and its secret.`,
  )
}
