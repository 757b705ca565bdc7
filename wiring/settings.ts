// Everything `npm start` can be told, read once from the environment, all faults reported together.
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { delimiter, resolve } from 'node:path'
import { BrandError, readBrand, type ServedBrand } from '../portal-ui/server/brand.ts'
import { usualAgeOfMajority } from '../vocabulary/delegation.ts'

export type Mode = 'demo' | 'production'

export interface BoxSettings {
  name: 'sandbox' | 'production'
  port: number
  /** Where browsers, the App and vendors find it, without trailing slash. */
  url: string
  /** False: a box that runs elsewhere (a licensed Aidbox, or another process of ours). */
  embedded: boolean
  /** `postgres://…`; absent: PGlite in the data folder. */
  databaseUrl?: string
}

export interface Settings {
  mode: Mode
  host: string
  dataDir: string
  sandbox: BoxSettings
  production: BoxSettings
  portal: { port: number; url: string }
  app: { port: number; url: string }
  mailbox: { port: number; smtpPort: number; smtpUrl?: string }
  sampleApp: { port: number; url: string }
  tls?: { cert: string; key: string }
  /** When a parent's access to a child's record ends. */
  ageOfMajority: number
  /** Whether admins must have a second factor. */
  adminTwoFactor: boolean
  /** Addresses or networks whose `X-Forwarded-For` the boxes believe. */
  trustedProxies: string[]
  /** Which FHIR packages (absent: those of both boxes), where they lie, where missing ones may be fetched, and whether writes have to fit the profiles they claim. */
  packages: { names?: readonly string[]; places: string[]; registry?: string; onWrite: boolean }
  /** How many members, in families, the demo shows besides the demo people. */
  demoMembers: number
  /** The plan's own name, logo, colour and sentences. */
  brand?: ServedBrand
  env: NodeJS.ProcessEnv
}

/** Faults in the environment: one line each, every one with the way out. */
export class SettingsError extends Error {
  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.name = 'SettingsError'
  }
}

/** Reads and checks the environment; throws a SettingsError with every fault. */
export const readSettings = (given: NodeJS.ProcessEnv): Settings => {
  // A line `NAME=` in .env means: not set.
  const env = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''))
  const faults: string[] = []
  const port = (name: string, otherwise: number): number => {
    const text = env[name]
    if (text === undefined || text === '') return otherwise
    const value = Number(text)
    if (Number.isInteger(value) && value > 0 && value < 65536) return value
    faults.push(`${name} is not a port number: use 1 to 65535, or leave it out for ${otherwise}.`)
    return otherwise
  }
  const url = (name: string): string | undefined => {
    const text = env[name]
    if (!text) return undefined
    if (URL.canParse(text) && /^https?:/.test(text)) return text.replace(/\/+$/, '')
    faults.push(`${name} is not an http(s) URL.`)
    return undefined
  }
  const mode = env.PLAN_API_MODE ?? 'demo'
  if (mode !== 'demo' && mode !== 'production')
    faults.push('PLAN_API_MODE must be demo or production.')
  const host = env.HOST ?? '127.0.0.1'
  if (mode === 'demo' && host !== '127.0.0.1' && host !== 'localhost')
    faults.push(
      'HOST: the demo has known passwords, so it listens on 127.0.0.1 only. Leave HOST out, or set PLAN_API_MODE=production.',
    )

  const box = (name: 'sandbox' | 'production', prefix: string, otherwise: number): BoxSettings => {
    const boxPort = port(`${prefix}_PORT`, otherwise)
    const elsewhere = url(`${prefix}_BOX_URL`)
    const publicUrl = url(`${prefix}_PUBLIC_URL`)
    const databaseUrl = env[`${prefix}_DATABASE_URL`]
    if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl))
      faults.push(`${prefix}_DATABASE_URL must begin with postgres://`)
    return {
      name,
      port: boxPort,
      url: elsewhere ?? publicUrl ?? `http://localhost:${boxPort}`,
      embedded: elsewhere === undefined,
      ...(databaseUrl ? { databaseUrl } : {}),
    }
  }
  const portalPort = port('PORTAL_PORT', 3000)
  const appPort = port('APP_PORT', 8090)
  const samplePort = port('SAMPLE_APP_PORT', 3001)
  const smtpUrl = env.SMTP_URL
  const registry = url('FHIR_REGISTRY_URL')
  const onWrite = env.FHIR_VALIDATION || 'off'
  if (onWrite !== 'on' && onWrite !== 'off')
    faults.push('FHIR_VALIDATION must be on or off: on holds writes to the profiles they claim.')
  const twoFactor = env.ADMIN_TWO_FACTOR ?? (mode === 'production' ? 'on' : 'off')
  if (twoFactor !== 'on' && twoFactor !== 'off')
    faults.push('ADMIN_TWO_FACTOR must be on or off: on asks admins for a code of their phone.')
  const settings: Settings = {
    mode: mode === 'production' ? 'production' : 'demo',
    host,
    dataDir: resolve(env.DATA_DIR ?? '.data'),
    sandbox: box('sandbox', 'SANDBOX', 8081),
    production: box('production', 'PRODUCTION', 8080),
    portal: { port: portalPort, url: url('PORTAL_URL') ?? `http://localhost:${portalPort}` },
    app: { port: appPort, url: url('APP_URL') ?? `http://localhost:${appPort}` },
    mailbox: {
      port: port('MAILBOX_PORT', 8025),
      smtpPort: port('SMTP_PORT', 1025),
      ...(smtpUrl ? { smtpUrl } : {}),
    },
    ageOfMajority: ageOfMajority(env.AGE_OF_MAJORITY, faults),
    adminTwoFactor: twoFactor === 'on',
    trustedProxies: trustedProxies(env.TRUSTED_PROXIES, faults),
    packages: {
      places: (env.FHIR_PACKAGE_PATH ?? '')
        .split(delimiter)
        .filter(Boolean)
        .map(place => resolve(place)),
      ...(registry ? { registry } : {}),
      onWrite: onWrite === 'on',
    },
    sampleApp: { port: samplePort, url: url('SAMPLE_APP_URL') ?? `http://localhost:${samplePort}` },
    demoMembers: demoMembers(env.DEMO_MEMBERS, faults),
    env,
  }
  const { PRODUCTION_TLS_CERT: cert, PRODUCTION_TLS_KEY: key } = env
  if ((cert === undefined) !== (key === undefined))
    faults.push('PRODUCTION_TLS_CERT and PRODUCTION_TLS_KEY go together.')
  if (cert && key) {
    for (const [name, file] of [
      ['PRODUCTION_TLS_CERT', cert],
      ['PRODUCTION_TLS_KEY', key],
    ] as const)
      if (!existsSync(file)) faults.push(`${name} names a file that does not exist.`)
    if (faults.length === 0)
      settings.tls = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
  }
  const brand = env.BRAND_DIR ? brandIn(env.BRAND_DIR, faults) : undefined
  if (brand) settings.brand = brand
  if (settings.mode === 'production') faults.push(...productionFaults(settings))
  const taken = new Map<number, string>()
  for (const [name, number] of [
    ['PORTAL_PORT', portalPort],
    ['PRODUCTION_PORT', settings.production.port],
    ['SANDBOX_PORT', settings.sandbox.port],
    ['APP_PORT', appPort],
    ['SAMPLE_APP_PORT', samplePort],
    ['MAILBOX_PORT', settings.mailbox.port],
    ['SMTP_PORT', settings.mailbox.smtpPort],
  ] as const) {
    const other = taken.get(number)
    if (other)
      faults.push(`${name} and ${other} are both ${number}: every door needs a port of its own.`)
    taken.set(number, name)
  }
  if (faults.length > 0) throw new SettingsError(faults)
  return settings
}

const ageOfMajority = (text: string | undefined, faults: string[]): number => {
  const age = Number(text ?? usualAgeOfMajority)
  if (!Number.isInteger(age) || age < 12 || age > 26)
    faults.push('AGE_OF_MAJORITY must be a whole number of years, 12 to 26.')
  return age
}

/** Addresses and networks (`10.0.0.0/8`), or `loopback` for a proxy on this machine; comma between. */
const trustedProxies = (text: string | undefined, faults: string[]): string[] => {
  const named = (text ?? '')
    .split(',')
    .map(one => one.trim())
    .filter(Boolean)
  const isNetwork = (one: string): boolean => {
    const [address = '', bits, ...more] = one.split('/')
    const version = isIP(address)
    const most = version === 4 ? 32 : 128
    return (
      version !== 0 &&
      more.length === 0 &&
      (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= most))
    )
  }
  if (!named.every(one => one === 'loopback' || isNetwork(one)))
    faults.push(
      'TRUSTED_PROXIES must be addresses, networks (10.0.0.0/8) or loopback, with a comma between.',
    )
  return named
}

const brandIn = (folder: string, faults: string[]): ServedBrand | undefined => {
  try {
    return readBrand(resolve(folder))
  } catch (error) {
    if (!(error instanceof BrandError)) throw error
    faults.push(...error.faults)
    return undefined
  }
}

const demoMembers = (text: string | undefined, faults: string[]): number => {
  const members = Number(text ?? 200)
  if (!Number.isInteger(members) || members < 0 || members > 10_000)
    faults.push('DEMO_MEMBERS must be a whole number from 0 to 10000.')
  return members
}

const productionFaults = (settings: Settings): string[] => {
  const faults: string[] = []
  for (const [name, address] of [
    ['SANDBOX_PUBLIC_URL (or SANDBOX_BOX_URL)', settings.sandbox.url],
    ['PRODUCTION_PUBLIC_URL (or PRODUCTION_BOX_URL)', settings.production.url],
    ['PORTAL_URL', settings.portal.url],
  ] as const)
    if (!address.startsWith('https://')) faults.push(`${name} must be https in production mode.`)
  if (!settings.mailbox.smtpUrl)
    faults.push('SMTP_URL is needed in production mode: the local mailbox is for the demo.')
  for (const box of [settings.sandbox, settings.production])
    if (box.embedded && !box.databaseUrl)
      faults.push(
        `${box.name.toUpperCase()}_DATABASE_URL is needed in production mode: PGlite does not survive a power cut.`,
      )
  return faults
}

/** Makes the data folder; a SettingsError names DATA_DIR when it cannot be made or written. */
export const makeDataDir = ({ dataDir }: Settings): void => {
  try {
    mkdirSync(dataDir, { recursive: true })
    accessSync(dataDir, constants.W_OK)
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown cause'
    throw new SettingsError([
      `DATA_DIR (${dataDir}) cannot be used as a folder (${why}): choose another, or make it writable.`,
    ])
  }
}
