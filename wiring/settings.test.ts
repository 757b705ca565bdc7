// Settings: the demo's defaults are the documented ones, and every fault is named with its way out, all at once.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSecrets } from './secrets.ts'
import { makeDataDir, readSettings, SettingsError } from './settings.ts'

const faultsOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof SettingsError) return error.message
    throw error
  }
  return ''
}

test('without any setting the demo has the documented names and ports', () => {
  const settings = readSettings({})
  expect(settings).toMatchObject({
    mode: 'demo',
    host: '127.0.0.1',
    portal: { url: 'http://localhost:3000' },
    production: { url: 'http://localhost:8080', embedded: true },
    sandbox: { url: 'http://localhost:8081', embedded: true },
    app: { port: 8090 },
    mailbox: { port: 8025, smtpPort: 1025 },
    sampleApp: { url: 'http://localhost:3001' },
  })
})

test('a box that runs elsewhere is two URLs', () => {
  const { production } = readSettings({ PRODUCTION_BOX_URL: 'https://box.plan.example/' })
  expect(production).toMatchObject({ url: 'https://box.plan.example', embedded: false })
})

test('all faults are named together', () => {
  const faults = faultsOf(() =>
    readSettings({
      HOST: '0.0.0.0',
      PORTAL_PORT: 'abc',
      PRODUCTION_PORT: '8081',
      SANDBOX_DATABASE_URL: 'mysql://x',
      PRODUCTION_TLS_CERT: 'x',
    }),
  )
  for (const name of [
    'HOST',
    'PORTAL_PORT',
    'PRODUCTION_PORT',
    'SANDBOX_DATABASE_URL',
    'PRODUCTION_TLS_KEY',
  ])
    expect(faults).toContain(name)
})

test('production refuses http, the local mailbox, PGlite and secrets that are missing, short or the demo’s', () => {
  const faults = faultsOf(() => readSettings({ PLAN_API_MODE: 'production' }))
  for (const name of [
    'PRODUCTION_PUBLIC_URL',
    'SANDBOX_PUBLIC_URL',
    'PORTAL_URL',
    'SMTP_URL',
    'PRODUCTION_DATABASE_URL',
  ])
    expect(faults).toContain(name)
  const settings = readSettings({
    PLAN_API_MODE: 'production',
    PORTAL_URL: 'https://portal.plan.example',
    SANDBOX_PUBLIC_URL: 'https://sandbox.plan.example',
    PRODUCTION_PUBLIC_URL: 'https://api.plan.example',
    SMTP_URL: 'smtp://mail.plan.example',
    SANDBOX_DATABASE_URL: 'postgres://a/b',
    PRODUCTION_DATABASE_URL: 'postgres://a/c',
    PRODUCTION_ROOT_SECRET: 'plan-api-demo',
    SANDBOX_APP_SECRET: 'short',
  })
  const secrets = faultsOf(() => openSecrets(settings))
  for (const name of [
    'PRODUCTION_ROOT_SECRET',
    'SANDBOX_APP_SECRET',
    'SEALING_KEYS',
    'PRODUCTION_PRIVATE_KEY',
  ])
    expect(secrets).toContain(name)
  expect(secrets).not.toMatch(/DEMO_PASSWORD/)
})

test('the demo makes its secrets once, so that a restart keeps tokens good', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plan-api-settings-'))
  const settings = readSettings({ DATA_DIR: folder })
  const first = openSecrets(settings)
  expect(openSecrets(settings)).toEqual(first)
  rmSync(folder, { recursive: true })
})

test('a data folder that is a file is refused by name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plan-api-settings-'))
  const file = join(folder, 'file')
  writeFileSync(file, '')
  expect(faultsOf(() => makeDataDir(readSettings({ DATA_DIR: file })))).toContain('DATA_DIR')
  rmSync(folder, { recursive: true })
})
