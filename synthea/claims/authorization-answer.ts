// What the plan answered to a request for its permission, as PDex writes it: the decision, its amounts, and why not.
import { pdexProfile } from '../../vocabulary/profiles.ts'
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import type { Json } from '../record.ts'
import { money } from './amounts.ts'
import type { AuthorizationTemplate } from './authorization-templates.ts'

/** X12 306, what was decided, and PDex's outcome for it. */
export const decisions = {
  approved: { code: 'A1', text: 'Approved', outcome: 'complete' },
  modified: { code: 'A6', text: 'Approved in part', outcome: 'complete' },
  denied: { code: 'A3', text: 'Not approved', outcome: 'complete' },
  pending: { code: 'A4', text: 'Pending', outcome: 'queued' },
} as const

export const pdexExtension = (name: string, value: Json): Json => ({
  url: pdexProfile(name),
  ...value,
})

/** In cents, in proportion to the units granted. */
export const grantedAmount = ({ submitted, granted, units }: AuthorizationTemplate): number =>
  Math.round((submitted * granted) / units)

/** The decision on the one line that was asked for, with its amounts. */
export const lineAnswer = (template: AuthorizationTemplate, number: string): Json[] => {
  const [submitted, ...others] = amountsOf(template)
  return [{ extension: [reviewAction(template, number)], ...submitted }, ...others]
}

/** What was asked for, and of it what the plan would pay at most. */
export const amountsOf = (template: AuthorizationTemplate): Json[] => [
  { category: concept(systems.adjudication, 'submitted'), amount: money(template.submitted) },
  ...(template.granted > 0
    ? [
        {
          category: concept(systems.adjudication, 'eligible'),
          amount: money(grantedAmount(template)),
        },
      ]
    : []),
]

const reviewAction = ({ decision, granted }: AuthorizationTemplate, number: string): Json => {
  const { code, text } = decisions[decision]
  return pdexExtension('extension-reviewAction', {
    extension: [
      ...(granted > 0 ? [{ url: 'number', valueString: number }] : []),
      pdexExtension('extension-reviewActionCode', {
        valueCodeableConcept: concept(systems.reviewAction, code, text),
      }),
      ...(decision === 'denied'
        ? [
            {
              url: 'reasonCode',
              valueCodeableConcept: concept(
                systems.reviewReason,
                '0M',
                'Not medically necessary on the records sent',
              ),
            },
          ]
        : []),
    ],
  })
}
