// The App's configuration: every fault together; production takes no defaults.
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const random = () => randomBytes(32).toString('base64url')
const secrets = () => ({
  SANDBOX_APP_SECRET: random(),
  PRODUCTION_APP_SECRET: random(),
  SANDBOX_CLIENT_SECRET: random(),
  PRODUCTION_CLIENT_SECRET: random(),
  SANDBOX_CONSENT_SECRET: random(),
  PRODUCTION_CONSENT_SECRET: random(),
  SEALING_KEYS: `k1:${randomBytes(32).toString('base64')}`,
})
const production = () => ({
  ...secrets(),
  PLAN_API_MODE: 'production',
  APP_URL: 'http://app.internal:8090',
  PORTAL_URL: 'https://portal.plan.example',
  SANDBOX_BOX_URL: 'https://sandbox.plan.example/',
  PRODUCTION_BOX_URL: 'https://fhir.plan.example',
  SMTP_URL: 'smtps://mail.plan.example',
  MAIL_FROM: 'Plan <plan@plan.example>',
})
const faultsOf = (env: Record<string, string | undefined>): readonly string[] => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}

test('a demo needs only secrets; addresses have defaults', () => {
  const config = readConfig(secrets())
  expect(config).toMatchObject({ mode: 'demo', port: 8090, portalUrl: 'http://localhost:3000' })
  expect(Object.isFrozen(config) && Object.isFrozen(config.boxes.sandbox)).toBe(true)
})

test('an empty environment names every missing secret at once', () => {
  const faults = faultsOf({})
  for (const name of Object.keys(secrets()))
    expect(faults.some(fault => fault.startsWith(name))).toBe(true)
})

test('a complete production environment is accepted, and URLs lose their last slash', () => {
  expect(faultsOf(production())).toEqual([])
  expect(readConfig(production()).boxes.sandbox.url).toBe('https://sandbox.plan.example')
})

test('production withholds scopes that nobody has verified on its boxes', () => {
  expect(readConfig(secrets()).verifiedScopes).toEqual(['user', 'device'])
  expect(readConfig(production()).verifiedScopes).toEqual([])
  expect(readConfig({ ...production(), VERIFIED_SCOPES: 'device' }).verifiedScopes).toEqual([
    'device',
  ])
})

test.each([
  ['PORTAL_URL', 'http://portal.plan.example', 'https'],
  ['PRODUCTION_BOX_URL', undefined, 'not set'],
  ['SANDBOX_APP_SECRET', 'plan-api-demo', 'short'],
  ['SANDBOX_APP_SECRET', 'plan-api-demo-plan-api-demo-plan-api-demo', 'default'],
  ['PLAN_API_MODE', 'prod', 'demo or production'],
  ['APP_PORT', '80a', 'number'],
  ['SMTP_URL', 'mail.plan.example', 'smtp://'],
  ['VERIFIED_SCOPES', 'user,directory', 'user and device'],
])('production refuses %s = %s', (name, value, words) => {
  const faults = faultsOf({ ...production(), [name]: value })
  expect(faults.filter(fault => fault.startsWith(name)).join()).toContain(words)
})

test('two boxes with one secret are refused: nobody could tell which calls', () => {
  const env = production()
  expect(faultsOf({ ...env, SANDBOX_APP_SECRET: env.PRODUCTION_APP_SECRET }).join()).toContain(
    'must differ',
  )
})

test('a demo listens on this computer only', () => {
  expect(faultsOf({ ...secrets(), APP_HOST: '0.0.0.0' }).join()).toContain('127.0.0.1')
})

test('the plan’s own look is taken, or named where nobody could read it or a link would lead astray', () => {
  expect(readConfig(secrets()).brand).toEqual({ name: 'Plan API' })
  const brand = {
    BRAND_NAME: 'Lakeside',
    BRAND_COLOR: '#6a3d7c',
    BRAND_LOGO: '/brand/logo',
    BRAND_CONTACT: 'tel:+15550100',
  }
  expect(readConfig({ ...secrets(), ...brand }).brand).toEqual({
    name: 'Lakeside',
    color: '#6a3d7c',
    logo: '/brand/logo',
    contact: 'tel:+15550100',
  })
  for (const [name, value] of [
    ['BRAND_COLOR', '#ffee00'],
    ['BRAND_COLOR', 'red;}'],
    ['BRAND_LOGO', '//elsewhere.example/logo.png'],
    ['BRAND_CONTACT', 'javascript:alert(1)'],
  ] as const)
    expect(faultsOf({ ...secrets(), [name]: value })[0], value).toMatch(new RegExp(`^${name}`))
})
