// The secrets that hold the wiring together: given by the environment, or (demo) made once and kept in the data folder.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Settings, SettingsError } from './settings.ts'

/** Environment name → secret. RS256 keys are PKCS#8 and SPKI PEM. */
export type Secrets = Readonly<Record<(typeof secretNames)[number], string>>

const secretNames = [
  'SANDBOX_APP_SECRET',
  'PRODUCTION_APP_SECRET',
  'SANDBOX_CLIENT_SECRET',
  'PRODUCTION_CLIENT_SECRET',
  'SANDBOX_CONSENT_SECRET',
  'PRODUCTION_CONSENT_SECRET',
  'SANDBOX_ROOT_SECRET',
  'PRODUCTION_ROOT_SECRET',
  'SANDBOX_KEYS_SECRET',
  'PRODUCTION_KEYS_SECRET',
  'SANDBOX_PRIVATE_KEY',
  'SANDBOX_PUBLIC_KEY',
  'PRODUCTION_PRIVATE_KEY',
  'PRODUCTION_PUBLIC_KEY',
  'SEALING_KEYS',
  'DEMO_PASSWORD',
] as const

const demoPassword = 'plan-api-demo'

/**
 * Every secret. Demo: what the environment leaves out is made and written to `secrets.json` (readable by its owner
 * only), so that a restart keeps all tokens good. Production: what is missing, or is the demo's, is a SettingsError.
 */
export const openSecrets = (settings: Settings): Secrets => {
  const { env } = settings
  const file = join(settings.dataDir, 'secrets.json')
  const kept: Record<string, string> =
    settings.mode === 'demo' && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const made = settings.mode === 'demo' ? { ...freshSecrets(), ...kept } : {}
  const secrets: Record<string, string> = {}
  const faults: string[] = []
  for (const name of secretNames) {
    const value = env[name] ?? made[name]
    if (value) secrets[name] = value
    if (settings.mode === 'demo') continue
    const optional = name === 'DEMO_PASSWORD' || name.endsWith('_ROOT_SECRET')
    const elsewhere =
      !(name.startsWith('SANDBOX') ? settings.sandbox : settings.production).embedded &&
      /_KEY|_KEYS_SECRET/.test(name)
    if (!value && !optional && !elsewhere) faults.push(`${name} is needed in production mode.`)
    if (value?.includes(demoPassword))
      faults.push(`${name} is the demo's secret: make one of your own.`)
    if (value && !/_KEY$|SEALING/.test(name) && value.length < 32)
      faults.push(`${name} is too short: use at least 32 characters.`)
  }
  if (faults.length > 0) throw new SettingsError(faults)
  if (settings.mode === 'demo' && Object.keys(kept).length !== Object.keys(made).length) {
    writeFileSync(`${file}.part`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${file}.part`, file)
  }
  return secrets as Secrets
}

const freshSecrets = (): Record<string, string> => {
  const random = (): string => randomBytes(32).toString('base64url')
  const pair = () =>
    generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
  const [sandbox, production] = [pair(), pair()]
  return {
    ...Object.fromEntries(secretNames.slice(0, 6).map(name => [name, random()])),
    SANDBOX_ROOT_SECRET: demoPassword,
    PRODUCTION_ROOT_SECRET: demoPassword,
    SANDBOX_KEYS_SECRET: random(),
    PRODUCTION_KEYS_SECRET: random(),
    SANDBOX_PRIVATE_KEY: sandbox.privateKey,
    SANDBOX_PUBLIC_KEY: sandbox.publicKey,
    PRODUCTION_PRIVATE_KEY: production.privateKey,
    PRODUCTION_PUBLIC_KEY: production.publicKey,
    SEALING_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    DEMO_PASSWORD: demoPassword,
  }
}
