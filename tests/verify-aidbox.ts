// `npm run verify:aidbox -- --production-box URL --sandbox-box URL`: matrix and journeys against boxes that run elsewhere.
// Needs the people of the demo bundle there, the secrets of .env, and the App and portals wired to those boxes.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const usage = `npm run verify:aidbox -- --production-box URL --sandbox-box URL [--portal URL] [--sample-app URL] [--mailbox URL]

Secrets come from the environment or .env: PRODUCTION_CLIENT_SECRET, SANDBOX_CLIENT_SECRET, PRODUCTION_ROOT_SECRET,
SANDBOX_ROOT_SECRET, DEMO_PASSWORD. Use boxes without real members: records are written and removed.
What only the embedded box promises is skipped by name (docs/on-aidbox.md).`

const fail = (message: string): never => {
  process.stderr.write(`${message}\n\n${usage}\n`)
  process.exit(2)
}

const readArguments = () => {
  try {
    return parseArgs({
      options: {
        'production-box': { type: 'string' },
        'sandbox-box': { type: 'string' },
        portal: { type: 'string', default: process.env.PORTAL_URL ?? 'http://localhost:3000' },
        'sample-app': {
          type: 'string',
          default: process.env.SAMPLE_APP_URL ?? 'http://localhost:3001',
        },
        mailbox: { type: 'string', default: process.env.MAILBOX_URL ?? 'http://localhost:8025' },
      },
    }).values
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
}

const values = readArguments()
const url = (name: 'production-box' | 'sandbox-box' | 'portal' | 'sample-app' | 'mailbox') => {
  const text = values[name]
  if (!text || !URL.canParse(text)) return fail(`--${name} must be a URL.`)
  return text.replace(/\/+$/, '')
}
const env = {
  PRODUCTION_BOX_URL: url('production-box'),
  SANDBOX_BOX_URL: url('sandbox-box'),
  PORTAL_URL: url('portal'),
  SAMPLE_APP_URL: url('sample-app'),
  MAILBOX_URL: url('mailbox'),
}
const missing = [
  'PRODUCTION_CLIENT_SECRET',
  'SANDBOX_CLIENT_SECRET',
  'PRODUCTION_ROOT_SECRET',
  'SANDBOX_ROOT_SECRET',
  'DEMO_PASSWORD',
].filter(name => !process.env[name])
if (missing.length > 0) fail(`Not set: ${missing.join(', ')}.`)

for (const box of [env.PRODUCTION_BOX_URL, env.SANDBOX_BOX_URL]) {
  const health = await fetch(`${box}/health`).catch((error: Error) => error)
  if (health instanceof Error) fail(`${box} does not answer: ${health.message}.`)
  else if (!health.ok) fail(`${box}/health answers ${health.status}.`)
}

const suite = spawn(
  process.execPath,
  [
    join('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--project',
    'black-box',
    'tests/policies',
    'tests/journeys',
  ],
  { stdio: 'inherit', env: { ...process.env, ...env } },
)
suite.once('exit', code => {
  process.exitCode = code ?? 1
})
