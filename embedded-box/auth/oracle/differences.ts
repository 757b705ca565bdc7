// What the box accepts although the oracle refuses it, each with the reason why that is right. Nothing else is allowed.
import type { AppName, Tried } from './side.fixture.ts'

export interface Compared {
  request: 'authorize' | 'code' | 'refresh'
  app: AppName
  box: Tried
  oracle: Tried
}

export interface Difference {
  why: string
  covers(compared: Compared): boolean
}

const field = ({ box }: Compared, wanted: string): string | undefined =>
  box.fields.find(([name]) => name === wanted)?.[1]

const words = (compared: Compared): string[] =>
  (field(compared, 'scope') ?? '').split(' ').filter(Boolean)

/** The parameter is there only because a mutation added it: the good requests have none of this name. */
const has = (name: string) => (compared: Compared) => field(compared, name) !== undefined

export const allowedDifferences: readonly Difference[] = [
  {
    why: 'A public client may refresh without client_id (row E7): the token says whose it is, and the common SMART JavaScript client sends none.',
    covers: compared =>
      compared.request === 'refresh' &&
      compared.app === 'public-app' &&
      !field(compared, 'client_id'),
  },
  {
    why: 'SMART scopes narrow by letter: patient/Patient.r is less than the patient/Patient.rs that was granted. The oracle compares words.',
    covers: compared =>
      compared.request === 'refresh' &&
      words(compared).includes('patient/Patient.r') &&
      words(compared).every(word => /^(openid|patient\/Patient\.rs?)$/.test(word)),
  },
  {
    why: 'Spaces before, after or between scopes mean nothing to the box: the words are the same.',
    covers: compared =>
      compared.request === 'refresh' &&
      /^ | $| {2}/.test(field(compared, 'scope') ?? '') &&
      words(compared).every(word => /^(openid|patient\/Patient\.rs)$/.test(word)),
  },
  {
    why: 'What cannot be granted is left out and the rest is offered (SMART contract, section 5), also without openid and with spaces around. The oracle grants nothing without openid, and refuses such spaces.',
    covers: compared =>
      compared.request === 'authorize' &&
      (!words(compared).includes('openid') || /^ | $/.test(field(compared, 'scope') ?? '')) &&
      words(compared).some(word => /^(fhirUser|patient\/)/.test(word)),
  },
  {
    why: 'resource (RFC 8707) is not read: access tokens are for the FHIR base, whatever is asked. aud is what SMART checks.',
    covers: has('resource'),
  },
  {
    why: 'claims (OpenID Connect Core 5.5) is not offered, so it is not read: scopes decide what is told.',
    covers: has('claims'),
  },
  {
    why: 'id_token_hint is not read: it could only narrow who is meant, and the person signed in here is the one who answers.',
    covers: has('id_token_hint'),
  },
]
