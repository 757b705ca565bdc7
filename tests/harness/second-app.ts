// A second App beside the running one, with ways to the boxes of its own; called as a box calls its App.
import { pino } from 'pino'
import { readConfig } from '../../app/config.ts'
import { startApp } from '../../app/main.ts'
import type { BoxName, OperationId } from '../../vocabulary/operations.ts'
import { world } from './boxes.ts'
import { basic, type Called, get } from './calls.ts'
import { freePorts } from './ports.ts'

export interface SecondApp {
  /** One operation for a User of a box, as if that box had let them in. */
  call<Body = Record<string, never>>(
    box: BoxName,
    operation: OperationId,
    user: unknown,
    request?: { resource?: unknown; 'route-params'?: Record<string, string> },
  ): Promise<Called<Body>>
  close(): Promise<void>
}

/** Starts it on a free port. Where no way to a box is given, nobody listens. */
export const startSecondApp = async (
  ways: Partial<Record<BoxName, string>>,
): Promise<SecondApp> => {
  const { secrets, portal } = world()
  const [nobody] = await freePorts(1)
  const app = await startApp(
    readConfig({
      ...secrets,
      APP_PORT: '0',
      PORTAL_URL: portal,
      SANDBOX_BOX_URL: ways.sandbox ?? `http://127.0.0.1:${nobody}`,
      PRODUCTION_BOX_URL: ways.production ?? `http://127.0.0.1:${nobody}`,
    }),
    { log: pino({ level: 'silent' }) },
  )
  return {
    close: app.close,
    call: async (box, operation, user, request = {}) => {
      const secret = secrets[box === 'sandbox' ? 'SANDBOX_APP_SECRET' : 'PRODUCTION_APP_SECRET']
      const response = await fetch(`${app.url}/aidbox`, {
        method: 'POST',
        headers: {
          authorization: basic('plan-api', secret ?? ''),
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          type: 'operation',
          request: { params: {}, headers: {}, ...request, 'oauth/user': user },
          box: { 'base-url': world()[box] },
          operation: { id: operation },
        }),
      })
      const text = await response.text()
      return {
        status: response.status,
        headers: response.headers,
        body: text ? JSON.parse(text) : undefined,
      }
    },
  }
}

/** The User with this address, as a box hands it to its App. */
export const accountOf = async (box: BoxName, email: string): Promise<unknown> => {
  const secret =
    world().secrets[box === 'sandbox' ? 'SANDBOX_ROOT_SECRET' : 'PRODUCTION_ROOT_SECRET']
  const { body } = await get<{ entry?: { resource: unknown }[] }>(
    world()[box],
    `User?email=${encodeURIComponent(email)}`,
    basic('root', secret ?? ''),
  )
  const account = body.entry?.[0]?.resource
  if (!account) throw new Error(`Nobody on the ${box} box has the address ${email}`)
  return account
}
