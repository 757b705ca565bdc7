// Starts the whole of Plan API once for all black-box tests, on the database that PLAN_API_TEST_DATABASE names;
// or none, when SANDBOX_BOX_URL and PRODUCTION_BOX_URL name boxes that run already.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startPlanApi } from '../../wiring/plan-api.ts'
import { readSettings } from '../../wiring/settings.ts'
import { freePorts } from './ports.ts'
import { type Cluster, startCluster } from './postgres.ts'

export interface TestWorld {
  sandbox: string
  production: string
  portal: string
  app: string
  sampleApp: string
  mailbox: string
  database: 'pglite' | 'postgres' | 'elsewhere'
  /** Secrets of the running wiring by environment name. */
  secrets: Record<string, string>
  /** One JSON line a request: which policy granted it stands there. */
  logFile: string
  dataDir: string
}

declare module 'vitest' {
  interface ProvidedContext {
    world: TestWorld
  }
}

export default async (project: TestProject) => {
  const { env } = process
  if (env.SANDBOX_BOX_URL && env.PRODUCTION_BOX_URL) {
    project.provide('world', {
      sandbox: env.SANDBOX_BOX_URL,
      production: env.PRODUCTION_BOX_URL,
      portal: env.PORTAL_URL ?? '',
      app: env.APP_URL ?? '',
      sampleApp: env.SAMPLE_APP_URL ?? '',
      mailbox: env.MAILBOX_URL ?? '',
      database: 'elsewhere',
      secrets: Object.fromEntries(
        Object.entries(env).flatMap(([name, value]) =>
          /SECRET|PASSWORD/.test(name) && value ? [[name, value]] : [],
        ),
      ),
      logFile: '',
      dataDir: '',
    })
    return
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'plan-api-test-'))
  const cluster: Cluster | undefined =
    env.PLAN_API_TEST_DATABASE === 'postgres' ? await startCluster() : undefined
  const [portal, production, sandbox, app, sampleApp, mailbox, smtp] = await freePorts(7)
  const settings = readSettings({
    PATH: env.PATH,
    DATA_DIR: dataDir,
    // Two families are enough to see that they are loaded.
    DEMO_MEMBERS: '5',
    PORTAL_PORT: String(portal),
    PRODUCTION_PORT: String(production),
    SANDBOX_PORT: String(sandbox),
    APP_PORT: String(app),
    SAMPLE_APP_PORT: String(sampleApp),
    MAILBOX_PORT: String(mailbox),
    SMTP_PORT: String(smtp),
    ...(cluster
      ? {
          PRODUCTION_DATABASE_URL: await cluster.database('production'),
          SANDBOX_DATABASE_URL: await cluster.database('sandbox'),
        }
      : {}),
  })
  const running = await startPlanApi(settings, {
    // All tests share one address: the per-address limits are tested by boxes of their own.
    limits: {
      loginFailuresPerAddress: 100_000,
      clientFailuresPerMinute: 100_000,
      authorizePerMinute: 100_000,
      anonymousPerMinute: 1_000_000,
    },
  })
  await running.loaded
  project.provide('world', {
    ...running.urls,
    mailbox: running.urls.mailbox ?? '',
    database: cluster ? 'postgres' : 'pglite',
    secrets: running.secrets,
    logFile: join(dataDir, 'plan-api.log'),
    dataDir,
  })
  return async () => {
    await running.close()
    await cluster?.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
