// The EHR launch token: says which patient an app is opened with. HS256 with the box's secret, ten minutes, used once.
import { jwtVerify, SignJWT } from 'jose'
import type { Box } from '../box.ts'
import { wasUsed } from './schema.ts'
import { secondsNow } from './tokens.ts'

const lifeSeconds = 600

export interface LaunchContext {
  patient?: string
  encounter?: string
  fhirContext?: unknown[]
  intent?: string
}

export interface ReadLaunch {
  user: string
  context: LaunchContext
  /** What is remembered so that it is not used again. */
  once: string
  expires: Date
}

const keyOf = (box: Box): Uint8Array => new TextEncoder().encode(box.config.keys.secret)

/** Makes the `launch` of `aidbox.smart/get-launch-uri`; `client` and `user` are ids. */
export const makeLaunchToken = async (
  box: Box,
  { client, user, ctx }: { client: string; user: string; ctx: LaunchContext },
): Promise<string> =>
  new SignJWT({ client, user, ctx: { ...ctx } })
    .setProtectedHeader({ alg: 'HS256', typ: 'launch+jwt' })
    .setJti(box.newId())
    .setExpirationTime(secondsNow(box) + lifeSeconds)
    .sign(keyOf(box))

/** What a launch token says, if it is this box's, for this client, not over and not used; undefined otherwise. */
export const readLaunchToken = async (
  box: Box,
  client: { id: string },
  token: string,
): Promise<ReadLaunch | undefined> => {
  const claims = await verify(box, token)
  if (!claims || claims.client !== client.id || typeof claims.user !== 'string') return undefined
  const { jti, exp, user } = claims
  if (!jti || !exp || exp > secondsNow(box) + lifeSeconds) return undefined
  const once = `launch:${jti}`
  if (await wasUsed(box.database, once)) return undefined
  return { user, context: contextOf(claims.ctx), once, expires: new Date(exp * 1000) }
}

const verify = async (box: Box, token: string) => {
  try {
    const { payload } = await jwtVerify(token, keyOf(box), {
      algorithms: ['HS256'],
      typ: 'launch+jwt',
      currentDate: box.clock(),
      requiredClaims: ['exp', 'jti', 'client', 'user'],
    })
    return payload
  } catch {
    return undefined
  }
}

const contextOf = (ctx: unknown): LaunchContext => {
  if (typeof ctx !== 'object' || ctx === null) return {}
  const patient = 'patient' in ctx && typeof ctx.patient === 'string' ? ctx.patient : undefined
  const encounter =
    'encounter' in ctx && typeof ctx.encounter === 'string' ? ctx.encounter : undefined
  const intent = 'intent' in ctx && typeof ctx.intent === 'string' ? ctx.intent : undefined
  const fhirContext =
    'fhirContext' in ctx && Array.isArray(ctx.fhirContext) ? ctx.fhirContext : undefined
  return {
    ...(patient ? { patient: patient.replace(/^Patient\//, '') } : {}),
    ...(encounter ? { encounter } : {}),
    ...(intent ? { intent } : {}),
    ...(fhirContext ? { fhirContext } : {}),
  }
}
