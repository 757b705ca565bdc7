// Faults that members meet, each with a code, so that a portal can say them in the member's language; the code travels in an issue's `details`.
import { planApiSystems } from './client-details.ts'

export const toldFaults = [
  'link-over',
  'password-short',
  'password-long',
  'password-control',
  'password-stored',
  'password-address',
  'password-guessed',
  'field-missing',
  'field-long',
  'field-wrong',
  'too-many-here',
  'too-many-mails',
  'no-record',
  'not-your-record',
  'not-this-account',
  'not-published',
  'not-startable',
  'not-an-app',
  'changed-meanwhile',
  'server-down',
] as const

export type ToldFault = (typeof toldFaults)[number]

/** An issue's `details` (FHIR CodeableConcept). */
export interface ToldDetails {
  coding: { system: string; code: ToldFault }[]
}

/** `details` of an issue that this code stands for. */
export const told = (code: ToldFault): ToldDetails => ({
  coding: [{ system: planApiSystems.code, code }],
})
