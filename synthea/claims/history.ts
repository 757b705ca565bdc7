// A member's claims history: everything that happened, adjudicated in the order in which it happened.
import type { DrugName } from '../codes/drugs.ts'
import { dayMonthsAgo } from '../random-day.ts'
import type { SensitiveKind } from '../sensitive.ts'
import { addAuthorization } from './authorization.ts'
import { type AuthorizationName, authorizationTemplates } from './authorization-templates.ts'
import { type Adjustment, type ClaimContext, claimNumber } from './claim.ts'
import { addInstitutionalClaim } from './institutional.ts'
import { addPharmacyClaim, type Filling } from './pharmacy.ts'
import { addProfessionalClaim } from './professional.ts'
import type { ClaimTemplate } from './template.ts'
import { type ClaimName, claimTemplates } from './templates.ts'

/** Something on a day: a claim by template, or a prescription filled. */
export type HealthEvent = { day: string } & (
  | { claim: ClaimName }
  | {
      drug: DrugName
      refill: number
      refused?: boolean
      corrected?: boolean
      sensitive?: SensitiveKind
    }
)

/** Adds the claims of all events; limits of a year fill up in order of service. */
export const addClaims = (context: ClaimContext, events: readonly HealthEvent[]): void => {
  for (const event of events) {
    if ('drug' in event) addFilling(context, event)
    else addByKind(context, claimTemplates[event.claim], event.day)
  }
}

/** Adds the requests for permission, each with its answer. */
export const addAuthorizations = (
  context: ClaimContext,
  plans: readonly { name: AuthorizationName; monthsAgo: number }[],
): void => {
  const { today, random } = context.record
  for (const { name, monthsAgo } of plans) {
    const day = dayMonthsAgo(today, monthsAgo, random.fork(`authorization ${name}`))
    addAuthorization(context, authorizationTemplates[name], day)
  }
}

const addFilling = (context: ClaimContext, filling: Filling): void => {
  if (!filling.corrected) addPharmacyClaim(context, filling)
  else
    for (const half of adjustedPair(context, filling.day)) addPharmacyClaim(context, filling, half)
}

const addByKind = (context: ClaimContext, template: ClaimTemplate, day: string): void => {
  const { appealed } = template
  if (!template.corrected && !appealed) {
    addOne(context, template, day)
    return
  }
  const pair = appealed ? appealedPair(context, day, appealed) : adjustedPair(context, day)
  for (const half of pair) addOne(context, template, day, half)
}

const addOne = (
  context: ClaimContext,
  template: ClaimTemplate,
  day: string,
  adjustment?: Adjustment,
): void => {
  if (template.kind === 'inpatient' || template.kind === 'outpatient') {
    addInstitutionalClaim(context, template, day, adjustment)
  }
  if (template.kind === 'professional' || template.kind === 'vision' || template.kind === 'oral') {
    addProfessionalClaim(context, template, day, adjustment)
  }
}

// Denied, and decided a second time: the second decision stands in place of the first.
const appealedPair = (
  context: ClaimContext,
  day: string,
  outcome: 'won' | 'lost',
): Adjustment[] => {
  const [first, second] = adjustedPair(context, day)
  return first && second
    ? [
        { ...first, factor: 1, denied: true },
        outcome === 'lost' ? { ...second, denied: true } : second,
      ]
    : []
}

// Billed three times too high, cancelled, and billed again: each names the other.
const adjustedPair = (context: ClaimContext, day: string): Adjustment[] => {
  const [first, second] = [claimNumber(context, day), claimNumber(context, day)]
  return [
    {
      number: first,
      status: 'cancelled',
      other: { number: second, relationship: 'replacedby' },
      factor: 3,
    },
    {
      number: second,
      status: 'active',
      other: { number: first, relationship: 'prior' },
      factor: 1,
    },
  ]
}
