// Who asks, and how an answer is taken down: status, headers and bytes, so that two can be compared.
import type { BoxName } from '../../vocabulary/operations.ts'
import { world } from '../harness/boxes.ts'
import { people, portalToken, sampleApp, signEverybodyIn } from '../harness/personas.ts'
import { launchSmartApp } from '../harness/smart-launch.ts'
import type { Ask } from './asks.ts'

export interface Asker {
  who: string
  box: BoxName
  authorization?: string
}

export interface Answer {
  status: number
  /** Those that differ from call to call are left out. */
  headers: string
  body: string
}

const varying = new Set(['date', 'x-request-id', 'keep-alive', 'connection'])

/** Asks once. */
export const send = async ({ box, authorization }: Asker, ask: Ask): Promise<Answer> => {
  const { method, path, body, form } = ask
  const sent = body === undefined ? form : JSON.stringify(body)
  const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded'
  const response = await fetch(world()[box] + path, {
    method,
    redirect: 'manual',
    headers: {
      accept: 'application/json',
      ...(sent === undefined ? {} : { 'content-type': type }),
      ...(authorization ? { authorization } : {}),
    },
    ...(sent === undefined ? {} : { body: sent }),
  })
  return {
    status: response.status,
    headers: [...response.headers]
      .filter(([name]) => !varying.has(name))
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
    body: await response.text(),
  }
}

const secretOf = (name: string): string => world().secrets[name] ?? ''

/** Sees everything: plants the record, and shows that the questions would find it. */
export const rootOf = (box: BoxName): Asker => ({
  who: 'root',
  box,
  authorization: `Basic ${Buffer.from(`root:${secretOf(`${box.toUpperCase()}_ROOT_SECRET`)}`).toString('base64')}`,
})

const types = [
  'Patient',
  'CareTeam',
  'Coverage',
  'ExplanationOfBenefit',
  'Encounter',
  'DiagnosticReport',
  'MedicationRequest',
  'Goal',
  'Condition',
  'CarePlan',
  'Procedure',
  'DocumentReference',
  'AllergyIntolerance',
  'Immunization',
  'Provenance',
  'Observation',
  'Device',
  'Practitioner',
  'Organization',
]

/** Nobody, a member, what acts for that member, and a vendor; each where they live, and where they are strangers. */
export const everybody = async (): Promise<Asker[]> => {
  await signEverybodyIn() // the vendor's synthetic patient is there afterwards
  const app = async (box: BoxName, email: string, granted: readonly string[]): Promise<string> => {
    const { tokens } = await launchSmartApp({
      box: world()[box],
      app: sampleApp(['launch/patient', ...granted.map(type => `patient/${type}.read`)].join(' ')),
      person: { email, password: secretOf('DEMO_PASSWORD') },
    })
    return `Bearer ${tokens.access_token}`
  }
  const whole = await app('production', people.member, types)
  const vendor = `Bearer ${await portalToken('sandbox', people.vendor)}`
  return [
    { who: 'anonymous', box: 'production' },
    { who: 'app of member A', box: 'production', authorization: whole },
    {
      who: 'app with fewer scopes',
      box: 'production',
      authorization: await app('production', people.member, [
        'Patient',
        'Observation',
        'Provenance',
      ]),
    },
    {
      who: 'member A',
      box: 'production',
      authorization: `Bearer ${await portalToken('production', people.member)}`,
    },
    { who: 'vendor', box: 'production', authorization: vendor },
    { who: 'vendor', box: 'sandbox', authorization: vendor },
    {
      who: 'app of the vendor’s patient',
      box: 'sandbox',
      authorization: await app('sandbox', people.vendor, types),
    },
    { who: 'anonymous', box: 'sandbox' },
  ]
}
