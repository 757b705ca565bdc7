// The box that is judged: our own, started for the run with https and the cast, or one that runs elsewhere.
import { join } from 'node:path'
import { freePorts } from '../tests/harness/ports.ts'
import { startPlanApi } from '../wiring/plan-api.ts'
import { readSettings } from '../wiring/settings.ts'
import { makeAuthority } from './authority.ts'
import { loadCast } from './cast.ts'
import { MissingTool } from './gems.ts'
import { gatherGuides } from './guides.ts'

export interface World {
  /** Base URL of the production box, without trailing slash. */
  box: string
  /** `Authorization` of the box's root client. */
  root: string
  password: string
  /** PEM file of the authorities that Inferno has to believe; absent where the box has a public certificate. */
  trusted?: string
  close(): Promise<void>
}

/** A box elsewhere: its root secret and the password that the cast gets are in `env`. It must hold no real members. */
export const worldElsewhere = async (box: string, env: NodeJS.ProcessEnv): Promise<World> => {
  const { PRODUCTION_ROOT_SECRET: secret, DEMO_PASSWORD: password } = env
  if (!secret || !password)
    throw new MissingTool(
      'PRODUCTION_ROOT_SECRET and DEMO_PASSWORD have to be set for a box that runs elsewhere.',
    )
  const root = basic('root', secret)
  await loadCast({ url: box, authorization: root }, { today: today(), password })
  // Where Node was told of a private authority, Inferno is told of it too.
  const trusted = env.NODE_EXTRA_CA_CERTS
  return { box, root, password, ...(trusted ? { trusted } : {}), close: async () => {} }
}

/** Starts the boxes and the App in `folder`, with a certificate of an authority made for this run. */
export const startWorld = async (folder: string, env: NodeJS.ProcessEnv): Promise<World> => {
  const authority = makeAuthority(folder)
  const guides = join(folder, 'guides')
  const names = gatherGuides(guides)
  const [production, sandbox, app, mailbox, smtp, portal, sample] = await freePorts(7)
  const settings = readSettings({
    PATH: env.PATH,
    FHIR_PACKAGE_PATH: guides,
    DATA_DIR: join(folder, 'data'),
    PRODUCTION_PORT: String(production),
    PRODUCTION_PUBLIC_URL: `https://localhost:${production}`,
    PRODUCTION_TLS_CERT: authority.certFile,
    PRODUCTION_TLS_KEY: authority.keyFile,
    SANDBOX_PORT: String(sandbox),
    SANDBOX_PUBLIC_URL: `https://localhost:${sandbox}`,
    APP_PORT: String(app),
    // No portals here: the App shows its consent page itself.
    PORTAL_PORT: String(portal),
    PORTAL_URL: `http://localhost:${app}`,
    SAMPLE_APP_PORT: String(sample),
    MAILBOX_PORT: String(mailbox),
    SMTP_PORT: String(smtp),
    PRODUCTION_DATABASE_URL: env.PRODUCTION_DATABASE_URL,
    SANDBOX_DATABASE_URL: env.SANDBOX_DATABASE_URL,
  })
  settings.packages.names = names
  const running = await startPlanApi(settings, {
    // Every test comes from one address; what is throttled is tested elsewhere.
    limits: {
      loginFailuresPerAddress: 100_000,
      clientFailuresPerMinute: 100_000,
      authorizePerMinute: 100_000,
      anonymousPerMinute: 1_000_000,
    },
    without: ['portals', 'sample-app', 'demo-data'],
  })
  const box = running.urls.production
  const root = basic('root', running.secrets.PRODUCTION_ROOT_SECRET)
  const password = running.secrets.DEMO_PASSWORD
  try {
    await loadCast({ url: box, authorization: root }, { today: today(), password })
  } catch (error) {
    await running.close()
    throw error
  }
  return { box, root, password, trusted: authority.trustedFile, close: running.close }
}

const today = (): string => new Date().toISOString().slice(0, 10)

const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
