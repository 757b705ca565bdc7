// A second App beside the running one, whose production box does not answer; called as the sandbox box calls its App.

import { pino } from 'pino'
import { readConfig } from '../../app/config.ts'
import { startApp } from '../../app/main.ts'
import type { OperationId } from '../../vocabulary/operations.ts'
import { world } from './boxes.ts'
import { freePorts } from './ports.ts'

export interface SecondApp {
  /** One operation for a sandbox User, as if the box had let them in. */
  call(
    operation: OperationId,
    user: unknown,
    request?: { resource?: unknown; 'route-params'?: Record<string, string> },
  ): Promise<{ status: number; headers: Headers; body: unknown }>
  close(): Promise<void>
}

/** Starts it on a free port; nobody listens where it looks for production. */
export const startSecondApp = async (): Promise<SecondApp> => {
  const { secrets, sandbox, portal } = world()
  const [nobody] = await freePorts(1)
  const app = await startApp(
    readConfig({
      ...secrets,
      APP_PORT: '0',
      PORTAL_URL: portal,
      SANDBOX_BOX_URL: sandbox,
      PRODUCTION_BOX_URL: `http://127.0.0.1:${nobody}`,
    }),
    { log: pino({ level: 'silent' }) },
  )
  const authorization = `Basic ${Buffer.from(`plan-api:${secrets.SANDBOX_APP_SECRET}`).toString('base64')}`
  return {
    close: app.close,
    call: async (operation, user, request = {}) => {
      const response = await fetch(`${app.url}/aidbox`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({
          type: 'operation',
          request: { params: {}, headers: {}, ...request, 'oauth/user': user },
          box: { 'base-url': sandbox },
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
