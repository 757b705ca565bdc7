// A member's claims history: everything that happened, adjudicated in the order in which it happened.
import type { DrugName } from '../codes/drugs.ts'
import { type ClaimContext, claimNumber } from './claim.ts'
import { addInstitutionalClaim } from './institutional.ts'
import { addPharmacyClaim } from './pharmacy.ts'
import { addProfessionalClaim } from './professional.ts'
import { type ClaimName, type ClaimTemplate, claimTemplates } from './templates.ts'

/** Something on a day: a claim by template, or a prescription filled. */
export type HealthEvent = { day: string } & (
  | { claim: ClaimName }
  | { drug: DrugName; refill: number; refused?: boolean }
)

/** Adds the claims of all events; limits of a year fill up in order of service. */
export const addClaims = (context: ClaimContext, events: readonly HealthEvent[]): void => {
  for (const event of events) {
    if ('drug' in event) addPharmacyClaim(context, event)
    else addByKind(context, claimTemplates[event.claim], event.day)
  }
}

const addByKind = (context: ClaimContext, template: ClaimTemplate, day: string): void => {
  if (template.kind === 'inpatient' || template.kind === 'outpatient') {
    addInstitutionalClaim(context, template, day)
  }
  if (template.kind !== 'professional' && template.kind !== 'vision' && template.kind !== 'oral') {
    return
  }
  if (!template.corrected) {
    addProfessionalClaim(context, template, day)
    return
  }
  const [first, second] = [claimNumber(context, day), claimNumber(context, day)]
  addProfessionalClaim(context, template, day, {
    number: first,
    status: 'cancelled',
    other: { number: second, relationship: 'replacedby' },
    factor: 3,
  })
  addProfessionalClaim(context, template, day, {
    number: second,
    status: 'active',
    other: { number: first, relationship: 'prior' },
    factor: 1,
  })
}
