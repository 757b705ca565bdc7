// `npm start`: two embedded boxes, the App, the portals, a sample SMART app and a local mailbox, wired by wiring/.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startPlanApi } from './wiring/plan-api.ts'
import { readSettings, type Settings, SettingsError } from './wiring/settings.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const stop = (message: string): never => {
  process.stderr.write(`\n${message}\n`)
  process.exit(1)
}

if (Number(process.versions.node.split('.')[0]) < 24)
  stop(
    `Plan API runs on Node 24; this is Node ${process.versions.node}. On Linux x64 "npm ci" brings it along; elsewhere install Node 24 or later first.`,
  )

const reset = (settings: Settings): void => {
  const { dataDir } = settings
  if (!existsSync(dataDir)) return
  // Only a folder that is ours: never empty somebody's home because DATA_DIR was mistyped.
  if (readdirSync(dataDir).length > 0 && !existsSync(join(dataDir, 'secrets.json')))
    stop(`DATA_DIR (${dataDir}) does not look like a data folder of Plan API, so it is left alone.`)
  rmSync(dataDir, { recursive: true })
}

const main = async (): Promise<void> => {
  const began = performance.now()
  const unknown = process.argv.slice(2).filter(argument => argument !== '--reset')
  if (unknown.length > 0) stop(`Unknown option ${unknown[0]}. There is one: npm start -- --reset`)
  if (existsSync('.env')) process.loadEnvFile('.env')
  const settings = readSettings(process.env)
  if (process.argv.includes('--reset')) reset(settings)
  say(`Starting Plan API (${settings.mode}) …`)
  const running = await startPlanApi(settings, {
    changed: ({ name, state, detail }) => {
      if (state === 'failed') process.stderr.write(`  ${name}: ${detail}\n`)
    },
  })
  const { urls } = running
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  say(`Ready after ${seconds} s. Stop with Ctrl+C.

  vendor portal      ${urls.portal}/vendor       vendor@demo.test
  member portal      ${urls.portal}/member       member@demo.test, parent@demo.test
  admin portal       ${urls.portal}/admin        admin@demo.test
  provider directory ${urls.portal}/directory    no account needed
  sample SMART app   ${urls.sampleApp}
  local mailbox      ${urls.mailbox ?? 'off'}
  production box     ${urls.production}/fhir
  sandbox box        ${urls.sandbox}/fhir
  health             ${urls.portal}/health${settings.mode === 'demo' ? "\n\n  Everybody's password is plan-api-demo; root / plan-api-demo (Basic) for the REST APIs." : ''}
  Data and log: ${settings.dataDir}
`)
  running.loaded.then(
    () => say('Demo records and directory are loaded.'),
    error => process.stderr.write(`Demo data: ${error instanceof Error ? error.message : error}\n`),
  )
  let closing = false
  const end = (signal: string): void => {
    if (closing) process.exit(1)
    closing = true
    say(`\n${signal}: closing …`)
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(signal))
}

main().catch((error: unknown) => {
  if (error instanceof SettingsError)
    stop(`These settings need a change:\n  ${error.message.replaceAll('\n', '\n  ')}`)
  stop(error instanceof Error ? error.message : String(error))
})
