// One visit to the consent page, kept by the browser that began it: a sealed cookie, so that a restart of the App loses nothing.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { BoxName } from '../../vocabulary/operations.ts'
import type { AppConfig } from '../config.ts'
import { isRecord } from '../json.ts'
import { open, seal } from '../seal.ts'

export interface Flow {
  /** Also the id of the AuditEvent of its answer, so that it is answered once. */
  id: string
  /** The authorize request's query, exactly as it came. */
  query: string
  startedAt: number
  /** Secret half of the first-party flow's `state`. */
  state: string
  /** PKCE verifier of the first-party flow. */
  verifier: string
  /** Hidden token of the form. */
  csrf: string
  /** User id, once the box has said who is signed in. */
  user?: string
}

export const flowMinutes = 15
const chunkLength = 3600
const mostChunks = 3
const mostFlows = 4
const namePattern = /^consent-([0-9a-f-]{36})-([0-9])$/

/** A new visit. */
export const newFlow = (id: string, query: string, now: Date): Flow => ({
  id,
  query,
  startedAt: now.getTime(),
  state: random(),
  verifier: random(),
  csrf: random(),
})

/** The PKCE challenge of a flow's verifier. */
export const challengeOf = ({ verifier }: Flow): string =>
  createHash('sha256').update(verifier).digest('base64url')

/** Compares two secrets in constant time. */
export const isSame = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())

/** `Set-Cookie` values that keep a flow; undefined when it is too large to keep. */
export const keepFlow = (config: AppConfig, box: BoxName, flow: Flow): string[] | undefined => {
  const packed = deflateRawSync(JSON.stringify(flow)).toString('base64')
  const sealed = seal(config.sealingKeys, purpose(box, flow.id), packed)
  const chunks = sealed.match(new RegExp(`.{1,${chunkLength}}`, 'g')) ?? []
  if (chunks.length > mostChunks) return undefined
  const attributes = attributesOf(config, box, flowMinutes * 60)
  return chunks.map((chunk, index) => `consent-${flow.id}-${index}=${chunk}; ${attributes}`)
}

/** The flow this browser keeps under an id, if it is unaltered and in time. */
export const readFlow = (
  config: AppConfig,
  box: BoxName,
  cookies: string | undefined,
  id: string,
  now: Date,
): Flow | undefined => {
  const chunks = flowCookies(cookies).filter(cookie => cookie.flow === id)
  chunks.sort((a, b) => a.index - b.index)
  if (chunks.length === 0) return undefined
  try {
    const packed = open(
      config.sealingKeys,
      purpose(box, id),
      chunks.map(({ value }) => value).join(''),
    )
    const bytes = inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: 32_768 })
    const flow: unknown = JSON.parse(bytes.toString('utf8'))
    if (!isFlow(flow) || flow.id !== id) return undefined
    return now.getTime() - flow.startedAt < flowMinutes * 60_000 ? flow : undefined
  } catch {
    return undefined // altered, another key, or not ours: there is no such flow
  }
}

/** `Set-Cookie` values that forget a flow. */
export const forgetFlow = (
  config: AppConfig,
  box: BoxName,
  cookies: string | undefined,
  id: string,
): string[] =>
  flowCookies(cookies)
    .filter(({ flow }) => flow === id)
    .map(({ name }) => `${name}=; ${attributesOf(config, box, 0)}`)

/** Forgets the oldest visits that were never answered, so that cookies do not pile up. */
export const forgetOldest = (
  config: AppConfig,
  box: BoxName,
  cookies: string | undefined,
): string[] => {
  const flows = [...new Set(flowCookies(cookies).map(({ flow }) => flow))]
  return flows
    .slice(0, Math.max(0, flows.length - mostFlows + 1))
    .flatMap(id => forgetFlow(config, box, cookies, id))
}

const flowCookies = (header: string | undefined) =>
  (header ?? '').split(';').flatMap(part => {
    const [name = '', value = ''] = part.trim().split(/=(.*)/s)
    const [, flow, index] = namePattern.exec(name) ?? []
    return flow && index ? [{ name, value, flow, index: Number(index) }] : []
  })

const attributesOf = ({ portalUrl }: AppConfig, box: BoxName, seconds: number): string =>
  [
    `Path=/consent/${box}`,
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(portalUrl.startsWith('https:') ? ['Secure'] : []),
  ].join('; ')

const purpose = (box: BoxName, id: string) => `consent:${box}:${id}`
const random = () => randomBytes(32).toString('base64url')

const isFlow = (value: unknown): value is Flow =>
  isRecord(value) &&
  ['id', 'query', 'state', 'verifier', 'csrf'].every(key => typeof value[key] === 'string') &&
  typeof value.startedAt === 'number' &&
  (value.user === undefined || typeof value.user === 'string')
