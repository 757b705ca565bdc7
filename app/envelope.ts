// The message a box posts to its App: which box it is, who called, what they asked. Nothing is trusted before the secret.
import { createHash, timingSafeEqual } from 'node:crypto'
import { type BoxName, type OperationId, operations } from '../vocabulary/operations.ts'
import type { BoxClient } from './box-client.ts'
import type { AppConfig } from './config.ts'
import type { Caller, CallingUser } from './context.ts'
import { refuse } from './errors.ts'
import { isRecord, listAt, referencedId, textAt } from './json.ts'

/** What of an operation message we use, parsed. */
export interface Envelope {
  operation: OperationId
  input: unknown
  params: Record<string, string>
  query: Record<string, string>
  headers: Record<string, string>
  oauthUser?: unknown
  oauthClient?: unknown
}

/** Aidbox's own administrators, made by the box from its settings; policies decide whether they reach us at all. */
const rootClient = 'root'
const boxAdmin = 'admin'

const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest()

/** Which box presents this `Authorization` header; 401 when none does. Compares in constant time. */
export const callingBox = (
  authorization: string | undefined,
  boxes: AppConfig['boxes'],
): BoxName => {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/.exec(authorization ?? '')?.[1] ?? ''
  const presented = digest(Buffer.from(encoded, 'base64').toString('utf8'))
  const isSandbox = timingSafeEqual(presented, digest(`plan-api:${boxes.sandbox.appSecret}`))
  const isProduction = timingSafeEqual(presented, digest(`plan-api:${boxes.production.appSecret}`))
  if (isSandbox) return 'sandbox'
  if (isProduction) return 'production'
  throw refuse('login', 'Only a box may call its App.', {
    headers: { 'www-authenticate': 'Basic realm="plan-api"' },
  })
}

/** Parses an operation message; 400 when it is none, 404 when this App has no such operation on that box. */
export const parseEnvelope = (body: unknown, box: BoxName): Envelope => {
  const request = isRecord(body) ? body.request : undefined
  const operation = textAt(isRecord(body) ? body.operation : undefined, 'id')
  if (textAt(body, 'type') !== 'operation' || !isRecord(request) || !operation)
    throw refuse('structure', 'This is not an operation message.')
  if (!isOperationId(operation) || !operations[operation].boxes.some(name => name === box))
    throw refuse('not-found', `This App has no operation ${operation.slice(0, 60)} on this box.`)
  return {
    operation,
    input: request.resource ?? undefined,
    params: texts(request['route-params']),
    query: texts(request.params),
    headers: texts(request.headers),
    oauthUser: request['oauth/user'],
    oauthClient: request['oauth/client'],
  }
}

/** Who called. Where the box does not say, it is asked with the caller's own token. */
export const identify = async (envelope: Envelope, box: BoxClient): Promise<Caller> => {
  const client = textAt(envelope.oauthClient, 'id')
  const user =
    userOf(envelope.oauthUser) ?? (await userinfo(envelope.headers.authorization, box)) ?? undefined
  return {
    ...(user ? { user } : {}),
    ...(client ? { client } : {}),
    isOperator: user ? user.id === boxAdmin : client === rootClient,
  }
}

/** A User resource, in either format, as the person it stands for. */
export const userOf = (resource: unknown): CallingUser | undefined => {
  const id = textAt(resource, 'id') ?? textAt(resource, 'sub')
  if (!isRecord(resource) || !id) return undefined
  const name = resource.name
  const parts = [textAt(name, 'givenName'), textAt(name, 'familyName')].filter(Boolean)
  const patient = referencedId(resource.fhirUser, 'Patient')
  const email = textAt(resource, 'email') ?? ''
  return {
    id,
    email,
    name: textAt(name, 'formatted') ?? (parts.join(' ') || email),
    roles: listAt(resource, 'roles').flatMap(role => textAt(role, 'type') ?? []),
    ...(patient ? { patient } : {}),
  }
}

const userinfo = async (
  authorization: string | undefined,
  box: BoxClient,
): Promise<CallingUser | undefined> => {
  if (!authorization?.startsWith('Bearer ')) return undefined
  const answer = await box.request({
    method: 'GET',
    path: '/auth/userinfo',
    authorization,
    repeatable: true,
  })
  return answer.status === 200 ? userOf(answer.body) : undefined
}

const isOperationId = (id: string): id is OperationId => Object.hasOwn(operations, id)

const texts = (value: unknown): Record<string, string> => {
  const found: Record<string, string> = {}
  if (!isRecord(value)) return found
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === 'string') found[key] = item
    else if (typeof item === 'number' || typeof item === 'boolean') found[key] = String(item)
    else if (Array.isArray(item) && typeof item[0] === 'string') found[key] = item[0]
  }
  return found
}
