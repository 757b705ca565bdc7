// Refusals of authorize, token and revocation, and of tokens that are over, remembered for the vendor of the app they concern.
import type { Request, Response } from 'express'
import type { Box } from '../box.ts'
import { PageFault, RedirectFault } from './authorize-faults.ts'
import { basicCandidates } from './basic.ts'
import { activeClient } from './clients.ts'
import { type AuthEvent, recordEvent } from './events.ts'
import { OAuthError } from './oauth-error.ts'
import { given, isFault, readParameters } from './parameters.ts'
import { countFailure, throttleOf } from './throttle.ts'

type Of = 'authorize' | 'token' | 'revocation'
type Endpoint = (request: Request, response: Response) => Promise<void>

/** The same endpoint; what it refuses to an app that exists leaves an AuditEvent with the error and its cause. */
export const remembered =
  (box: Box, of: Of, endpoint: Endpoint): Endpoint =>
  async (request, response) => {
    try {
      await endpoint(request, response)
    } catch (error) {
      const told = toldOf(error)
      if (told)
        await recordRefusal(box, {
          kind: `${of}-refused`,
          client: namedClient(request),
          ...told,
          ...(request.ip ? { address: request.ip } : {}),
        })
      throw error
    }
  }

/** Writes a refusal down, unless nobody can say whose it is or there are too many in a minute. */
export const recordRefusal = async (box: Box, event: AuthEvent): Promise<void> => {
  try {
    // Only apps that exist: what strangers make up is not worth keeping.
    const client = event.client ? await activeClient(box, event.client) : undefined
    if (!client) return
    const key = throttleOf('refusal', `${client.id} ${event.address ?? ''}`)
    const { retryAfter } = await countFailure(box, key, 'refusalsPerMinute')
    if (retryAfter === undefined) await recordEvent(box, event)
  } catch (error) {
    // The refusal stands, whether it could be written down or not.
    box.log.error({ err: error }, 'a refusal was not written into the audit')
  }
}

// What failed by itself has left its event already; what is throttled must not fill the audit.
type Told = Partial<Pick<AuthEvent, 'error' | 'description' | 'reason'>>

const alreadyKept: ReadonlySet<string> = new Set(['invalid_client', 'slow_down'])

const toldOf = (error: unknown): Told | undefined => {
  if (error instanceof PageFault)
    return error.text === 'badRedirect'
      ? { error: 'invalid_request', reason: 'redirect-unregistered' }
      : undefined
  if (error instanceof RedirectFault) return { error: error.error, description: error.message }
  if (!(error instanceof OAuthError) || alreadyKept.has(error.code)) return undefined
  return {
    error: error.code,
    description: error.message,
    ...(error.reason ? { reason: error.reason } : {}),
  }
}

/** The client that the request names: by Basic, in its form or its query. */
const namedClient = (request: Request): string | undefined => {
  const [, encoded] = /^basic +(\S+) *$/i.exec(request.headers.authorization ?? '') ?? []
  if (encoded) return basicCandidates(encoded)[0]?.id
  const mark = request.originalUrl.indexOf('?')
  const text =
    typeof request.body === 'string' && request.body !== ''
      ? request.body
      : mark < 0
        ? ''
        : request.originalUrl.slice(mark + 1)
  if (text.length > 8 * 1024) return undefined
  const parameters = readParameters(text)
  return isFault(parameters) ? undefined : given(parameters, 'client_id')
}
