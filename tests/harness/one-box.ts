// A production box alone, with the bundle that is shipped and nothing of the demo: what measurements are made on.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import pino from 'pino'
import type { BoxConfig } from '../../embedded-box/box.ts'
import { type RunningBox, startBox } from '../../embedded-box/index.ts'
import { buildBundles } from '../../init-bundle/build.ts'
import type { Resource } from '../../vocabulary/aidbox.ts'

const secret = () => randomBytes(32).toString('base64url')

/** Starts it on a free port; `more` are resources besides the bundle's. */
export const startProductionBox = async (given: {
  database: BoxConfig['database']
  rootSecret: string
  more: readonly (Resource & { id: string })[]
  /** Where it logs to. */
  logFile: string
}): Promise<RunningBox> => {
  const nowhere = 'https://plan.example'
  const env: Record<string, string> = {
    APP_URL: nowhere,
    PORTAL_URL: nowhere,
    SANDBOX_BOX_URL: nowhere,
    PRODUCTION_BOX_URL: nowhere,
    SAMPLE_APP_URL: nowhere,
  }
  for (const box of ['SANDBOX', 'PRODUCTION'])
    for (const kind of ['APP', 'CLIENT', 'CONSENT', 'ROOT']) env[`${box}_${kind}_SECRET`] = secret()
  const { production } = buildBundles(env, { mode: 'production', kind: 'embedded' })
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return startBox({
    name: 'production',
    host: '127.0.0.1',
    port: 0,
    baseUrl: 'http://127.0.0.1:0',
    mode: 'production',
    database: given.database,
    bundle: {
      ...production,
      entry: [
        ...(production.entry ?? []),
        ...given.more.map(resource => ({
          resource,
          request: { method: 'PUT' as const, url: `${resource.resourceType}/${resource.id}` },
        })),
      ],
    },
    rootSecret: given.rootSecret,
    keys: { privateKey, publicKey, secret: secret() },
    corsOrigins: [],
    log: pino(
      { base: undefined },
      // a write for some dozen lines, at most a second late: a system call a line costs as much as a small read
      pino.destination({
        dest: given.logFile,
        sync: false,
        minLength: 4096,
        periodicFlush: 1000,
      }),
    ),
    // the throttle counts as ever; only that one address may ask as often as a measurement does
    limits: { anonymousPerMinute: 1_000_000_000, authorizePerMinute: 100_000 },
  })
}
