// Who a request is made as: anonymous, smart app, vendor, member, admin, plan-api, root; each a fetch on a box.
import type { BoxName } from '../../vocabulary/operations.ts'
import { world } from './boxes.ts'
import { type App, launchSmartApp } from './smart-launch.ts'

export const personaNames = [
  'anonymous',
  'smart app',
  'vendor',
  'member',
  'admin',
  'plan-api',
  'root',
] as const
export type PersonaName = (typeof personaNames)[number]

export interface Answer {
  status: number
  /** Parsed JSON, or the text where it is none. */
  body: unknown
  headers: Headers
}

export interface RequestOptions {
  headers?: Record<string, string>
  /** JSON body, or a form. */
  body?: unknown
}

export interface Persona {
  name: PersonaName
  /** One request to a box; `path` begins with a slash. */
  fetch(box: BoxName, method: string, path: string, options?: RequestOptions): Promise<Answer>
}

/** Sample data that a persona comes with. */
export interface Cast {
  personas: Readonly<Record<PersonaName, Persona>>
  /** Patient in the smart app's context, by box. */
  patients: Readonly<Record<BoxName, string>>
}

/** Addresses of the demo people; their password is a secret of the wiring. */
export const people = {
  vendor: 'vendor@demo.test',
  member: 'member@demo.test',
  parent: 'parent@demo.test',
  admin: 'admin@demo.test',
} as const

/** The sample SMART app, as registered in the sandbox and published in production. */
export const sampleApp = (scope: string): App => ({
  clientId: 'sample-app',
  redirectUri: `${world().sampleApp}/`,
  scope,
})

/** What the sample app asks for by default: every type it may. */
export const sampleScope =
  'openid fhirUser profile offline_access launch/patient patient/Patient.read patient/Coverage.read patient/ExplanationOfBenefit.read patient/Practitioner.read patient/Organization.read patient/Observation.read'

/** One request with these headers. */
export const send = async (
  box: BoxName,
  method: string,
  path: string,
  { headers = {}, body }: RequestOptions = {},
): Promise<Answer> => {
  const response = await fetch(world()[box] + path, {
    method,
    redirect: 'manual',
    headers: {
      accept: 'application/json',
      ...(body === undefined || body instanceof URLSearchParams
        ? {}
        : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined
      ? {}
      : { body: body instanceof URLSearchParams ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: parsed(text), headers: response.headers }
}

/** A persona whose credentials may differ by box. */
export const personaWith = (
  name: PersonaName,
  authorization: (box: BoxName) => string | undefined,
): Persona => ({
  name,
  fetch: (box, method, path, options = {}) => {
    const value = authorization(box)
    return send(box, method, path, {
      ...options,
      headers: { ...(value ? { authorization: value } : {}), ...options.headers },
    })
  },
})

/** Signs a person in to the portals on one box: the token opens operations and nothing else. */
export const portalToken = async (
  box: BoxName,
  email: string,
  password?: string,
): Promise<string> => {
  const { tokens } = await launchSmartApp({
    box: world()[box],
    app: {
      clientId: 'portal-ui',
      redirectUri: `${world().portal}/callback`,
      scope: 'openid profile',
    },
    person: { email, password: password ?? secret('DEMO_PASSWORD') },
  })
  return tokens.access_token
}

/** Signs a person in to the sample app on one box, with consent. */
export const sampleAppToken = async (
  box: BoxName,
  email: string,
): Promise<{ token: string; patient: string }> => {
  const { tokens } = await launchSmartApp({
    box: world()[box],
    app: sampleApp(sampleScope),
    person: { email, password: secret('DEMO_PASSWORD') },
  })
  if (!tokens.patient) throw new Error('the sample app got no patient')
  return { token: tokens.access_token, patient: tokens.patient }
}

/**
 * All personas, signed in. Vendors live in the sandbox, members and admins in production: on the other box
 * their token is a stranger's. The sandbox's vendor has a synthetic patient.
 */
export const signEverybodyIn = async (): Promise<Cast> => {
  const vendor = await portalToken('sandbox', people.vendor)
  const initialized = await send('sandbox', 'POST', '/plan-api/$initialize-patient', {
    headers: { authorization: `Bearer ${vendor}` },
    body: {},
  })
  if (initialized.status > 201)
    throw new Error(
      `no synthetic patient: ${initialized.status} ${JSON.stringify(initialized.body)}`,
    )
  const member = await portalToken('production', people.member)
  const admin = await portalToken('production', people.admin)
  const apps = {
    sandbox: await sampleAppToken('sandbox', people.vendor),
    production: await sampleAppToken('production', people.member),
  }
  const bearer = (token: string) => () => `Bearer ${token}`
  const basic = (id: string, name: 'CLIENT' | 'ROOT') => (box: BoxName) =>
    `Basic ${Buffer.from(`${id}:${secret(`${box.toUpperCase()}_${name}_SECRET`)}`).toString('base64')}`
  return {
    personas: {
      anonymous: personaWith('anonymous', () => undefined),
      'smart app': personaWith('smart app', box => `Bearer ${apps[box].token}`),
      vendor: personaWith('vendor', bearer(vendor)),
      member: personaWith('member', bearer(member)),
      admin: personaWith('admin', bearer(admin)),
      'plan-api': personaWith('plan-api', basic('plan-api', 'CLIENT')),
      root: personaWith('root', basic('root', 'ROOT')),
    },
    patients: { sandbox: apps.sandbox.patient, production: apps.production.patient },
  }
}

const secret = (name: string): string => {
  const value = world().secrets[name]
  if (!value) throw new Error(`${name} is not set`)
  return value
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
