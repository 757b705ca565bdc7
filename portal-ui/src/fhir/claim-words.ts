// What a claim was for, in words: its kind, its services, and whether the plan denied it.
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { say, wordFor } from '../language/language.ts'
import { at, conceptAt, hasCode, list, text } from './elements.ts'

/** `Doctor or clinic · Office visit and 1 more · Denied`. */
export const claimWords = (claim: Resource): string =>
  [claimKind(claim), servicesOf(claim), denied(claim)].filter(Boolean).join(' · ')

/** The claim types of C4BB, as a member would say. */
export const claimKind = (claim: Resource): string => {
  const kind = list(claim.type, 'coding')
    .map(coding => wordFor(say().claims.kinds, text(coding, 'code')))
    .find(Boolean)
  return kind ?? conceptAt(claim, 'type')
}

/** What was done: the first line, and how many more. */
const servicesOf = (claim: Resource): string => {
  const services = list(claim, 'item')
    .map(item => conceptAt(item, 'productOrService'))
    .filter(Boolean)
  const more = services.length - 1
  return more > 0 ? say().claims.services(services[0] ?? '', more) : (services[0] ?? '')
}

/** C4BB says on the payment whether the plan denied the claim. */
const denied = (claim: Resource): string =>
  hasCode(at(claim, 'payment.type'), 'denied') ? say().claims.denied : ''
