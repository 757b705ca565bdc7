// `npm run test:isolation`, `test:fuzz`, `test:crash`: the same tests as in CI, many times longer, each with its counts.
// Isolation runs on boxes elsewhere too: -- --production-box URL --sandbox-box URL (secrets from the environment or .env).
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

/** What is run how long, and on which database of our own. */
const forms: Record<string, { folder: string; setting: string; times: string; database?: string }> =
  {
    isolation: { folder: 'tests/isolation', setting: 'ISOLATION_REQUESTS', times: '30000' },
    fuzz: { folder: 'tests/fuzz', setting: 'FUZZ_REQUESTS', times: '30000' },
    crash: {
      folder: 'tests/crash',
      setting: 'CRASH_KILLS',
      times: '20',
      database: 'postgres',
    },
  }

const usage =
  'node tests/long-form.ts isolation|fuzz|crash [--times N] [--database pglite|postgres] [--production-box URL --sandbox-box URL]'

const fail = (message: string): never => {
  process.stderr.write(`${message}\n\n${usage}\n`)
  process.exit(2)
}

const readArguments = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        times: { type: 'string' },
        database: { type: 'string' },
        'production-box': { type: 'string' },
        'sandbox-box': { type: 'string' },
      },
    })
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
}

const { values, positionals } = readArguments()
const form = forms[positionals[0] ?? ''] ?? fail('Say which one.')
const times = values.times ?? form.times
if (!/^[1-9]\d*$/.test(times)) fail(`--times ${times}: a whole number`)
const elsewhere = values['production-box'] && values['sandbox-box']
if (!elsewhere && (values['production-box'] || values['sandbox-box'])) fail('Name both boxes.')

const suite = spawn(
  process.execPath,
  [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'black-box', form.folder],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      PLAN_API_TEST_DATABASE: values.database ?? form.database ?? 'pglite',
      [form.setting]: times,
      ...(elsewhere
        ? {
            PRODUCTION_BOX_URL: values['production-box']?.replace(/\/+$/, ''),
            SANDBOX_BOX_URL: values['sandbox-box']?.replace(/\/+$/, ''),
            PORTAL_URL: process.env.PORTAL_URL ?? 'http://localhost:3000',
            SAMPLE_APP_URL: process.env.SAMPLE_APP_URL ?? 'http://localhost:3001',
          }
        : {}),
    },
  },
)
suite.once('exit', code => {
  process.exitCode = code ?? 1
})
