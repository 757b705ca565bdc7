// Environment → frozen configuration of the App; every fault is reported together, nothing else reads the environment.

import { contrastOf, type PlanLook, usualPlanName } from '../vocabulary/brand.ts'
import { usualAgeOfMajority } from '../vocabulary/delegation.ts'
import type { BoxName } from '../vocabulary/operations.ts'
import { loopback } from '../vocabulary/smart-app-urls.ts'
import { type ReviewRules, readReviewRules } from './review/rules.ts'
import { parseSealingKeys, type SealingKey } from './seal.ts'

/** `user/X`, and Device. */
export const verifiableScopes = ['user', 'device'] as const
export type VerifiableScope = (typeof verifiableScopes)[number]

export interface BoxSettings {
  /** Public base URL without trailing slash; `<url>/fhir` is the FHIR base. */
  url: string
  /** What this box presents when it calls us. */
  appSecret: string
  /** Our Basic secret as Client `plan-api`. */
  clientSecret: string
  /** Secret of Client `plan-api-consent`. */
  consentSecret: string
}

/** The plan's own look on the consent page and in mails. */
export interface Brand extends PlanLook {
  /** Path of the logo on the portals' origin. */
  logo?: string
  /** Where people turn to: `https:`, `mailto:` or `tel:`. */
  contact?: string
}

export interface AppConfig {
  mode: 'demo' | 'production'
  host: string
  port: number
  /** Where boxes reach us. */
  url: string
  /** Where people reach our pages. */
  portalUrl: string
  boxes: Readonly<Record<BoxName, BoxSettings>>
  /** First seals, all open. */
  sealingKeys: readonly SealingKey[]
  smtpUrl: string
  mailFrom: string
  /**
   * Which scopes that Aidbox is not documented to narrow the boxes do narrow: the embedded box both; a licensed Aidbox
   * what `npm run verify:aidbox` has shown there. The others are offered to no app.
   */
  verifiedScopes: readonly VerifiableScope[]
  /** When a parent's access to a child's record ends; the boxes are told the same. */
  ageOfMajority: number
  /** How requests are reviewed: working days, reminders, reasons to reject. */
  review: ReviewRules
  brand: Brand
}

/** The environment had faults; the message lists all of them. */
export class ConfigError extends Error {
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`The App cannot start:\n${faults.map(fault => `  - ${fault}`).join('\n')}`)
    this.name = 'ConfigError'
    this.faults = faults
  }
}

const demoUrls: Readonly<Record<string, string>> = {
  APP_URL: 'http://localhost:8090',
  PORTAL_URL: 'http://localhost:3000',
  SANDBOX_BOX_URL: 'http://localhost:8081',
  PRODUCTION_BOX_URL: 'http://localhost:8080',
  SMTP_URL: 'smtp://localhost:1025',
  MAIL_FROM: 'Plan API <no-reply@demo.test>',
}

/** Reads the environment; throws ConfigError naming every fault at once. */
export const readConfig = (env: Readonly<Record<string, string | undefined>>): AppConfig => {
  const faults: string[] = []
  const mode = env.PLAN_API_MODE === 'production' ? 'production' : 'demo'
  if (env.PLAN_API_MODE && !['demo', 'production'].includes(env.PLAN_API_MODE))
    faults.push(`PLAN_API_MODE is "${env.PLAN_API_MODE}"; it must be demo or production.`)

  const text = (name: string): string => {
    const value = env[name]?.trim() || (mode === 'demo' ? demoUrls[name] : undefined)
    if (!value) faults.push(`${name} is not set.`)
    return value ?? ''
  }
  const url = (name: string, isPublic: boolean): string => {
    const value = text(name)
    if (!value) return ''
    if (!URL.canParse(value)) faults.push(`${name} is not a URL: use the form https://host[:port].`)
    else {
      const parsed = new URL(value)
      if (!['http:', 'https:'].includes(parsed.protocol))
        faults.push(`${name} must begin with https:// (or http:// in demo mode).`)
      else if (mode === 'production' && isPublic && parsed.protocol !== 'https:')
        faults.push(`${name} must be https in production mode.`)
      if (parsed.username || parsed.search || parsed.hash)
        faults.push(`${name} must have no user, query or fragment.`)
    }
    return value.replace(/\/+$/, '')
  }
  const secret = (name: string): string => {
    const value = env[name] ?? ''
    if (!value) faults.push(`${name} is not set.`)
    else if (mode === 'production' && value.length < 24)
      faults.push(`${name} is too short: 24 characters or more in production mode.`)
    else if (
      mode === 'production' &&
      /plan-api-demo|change-?me|^(demo|secret|password)/i.test(value)
    )
      faults.push(`${name} looks like a default: generate a random one in production mode.`)
    return value
  }
  const port = (): number => {
    const value = env.APP_PORT?.trim() || '8090'
    const number = Number(value)
    if (!/^\d+$/.test(value) || number > 65535)
      faults.push(`APP_PORT is "${value}"; it must be a number from 0 to 65535.`)
    return number
  }
  const host = env.APP_HOST?.trim() || '127.0.0.1'
  if (mode === 'demo' && !loopback.has(host))
    faults.push('APP_HOST must be 127.0.0.1 or localhost in demo mode.')

  const box = (name: 'SANDBOX' | 'PRODUCTION'): BoxSettings =>
    Object.freeze({
      url: url(`${name}_BOX_URL`, true),
      appSecret: secret(`${name}_APP_SECRET`),
      clientSecret: secret(`${name}_CLIENT_SECRET`),
      consentSecret: secret(`${name}_CONSENT_SECRET`),
    })
  const boxes = Object.freeze({ sandbox: box('SANDBOX'), production: box('PRODUCTION') })
  if (boxes.sandbox.appSecret !== '' && boxes.sandbox.appSecret === boxes.production.appSecret)
    faults.push(
      'SANDBOX_APP_SECRET and PRODUCTION_APP_SECRET are equal; they tell which box calls, so they must differ.',
    )
  const keys = parseSealingKeys(env.SEALING_KEYS ?? '')
  faults.push(...keys.faults)

  const config: AppConfig = Object.freeze({
    mode,
    host,
    port: port(),
    // Boxes reach the App inside the operator's network, so http is allowed here.
    url: url('APP_URL', false),
    portalUrl: url('PORTAL_URL', true),
    boxes,
    sealingKeys: Object.freeze(keys.keys),
    smtpUrl: smtp(text('SMTP_URL'), faults),
    mailFrom: text('MAIL_FROM'),
    verifiedScopes: Object.freeze(verified(env.VERIFIED_SCOPES, mode, faults)),
    ageOfMajority: Number(env.AGE_OF_MAJORITY || usualAgeOfMajority),
    review: Object.freeze(readReviewRules(env.REVIEW_RULES?.trim() || undefined, faults)),
    brand: Object.freeze(brandIn(env, faults)),
  })
  if (faults.length > 0) throw new ConfigError(faults)
  return config
}

/** The portals' brand.json is where a plan says these; started alone, the App is told by its environment. */
const brandIn = (env: Readonly<Record<string, string | undefined>>, faults: string[]): Brand => {
  const color = env.BRAND_COLOR?.trim() || undefined
  const logo = env.BRAND_LOGO?.trim() || undefined
  const contact = env.BRAND_CONTACT?.trim() || undefined
  if (color && !(/^#[0-9a-f]{6}$/i.test(color) && contrastOf(color, '#ffffff') >= 4.5))
    faults.push('BRAND_COLOR must have the form #1f6175 and be dark enough for white words on it.')
  if (logo && !/^\/\w[\w./-]*$/.test(logo))
    faults.push('BRAND_LOGO must be a path on the portals’ origin, like /brand/logo.')
  if (contact && !/^(https:\/\/|mailto:|tel:)\S+$/.test(contact))
    faults.push('BRAND_CONTACT must begin with https://, mailto: or tel:.')
  return {
    name: env.BRAND_NAME?.trim() || usualPlanName,
    ...(color ? { color } : {}),
    ...(logo ? { logo } : {}),
    ...(contact ? { contact } : {}),
  }
}

/** A demo's boxes are embedded and narrow both; production offers neither until somebody says so. */
const verified = (
  text: string | undefined,
  mode: AppConfig['mode'],
  faults: string[],
): VerifiableScope[] => {
  const names = (text?.trim() || (mode === 'demo' ? verifiableScopes.join() : ''))
    .split(',')
    .map(name => name.trim())
    .filter(Boolean)
  const known = verifiableScopes.filter(name => names.includes(name))
  if (known.length < names.length)
    faults.push(`VERIFIED_SCOPES may hold ${verifiableScopes.join(' and ')}, with a comma between.`)
  return known
}

const smtp = (value: string, faults: string[]): string => {
  if (value && !/^smtps?:\/\/[^/]+/.test(value))
    faults.push('SMTP_URL must have the form smtp://host:port or smtps://user:password@host:port.')
  return value
}
