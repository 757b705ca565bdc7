// What a claim says beyond its four amounts: what the person's share is made of, and why the plan did not pay all of it.
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { claimAmounts, money } from '../fhir/amounts.ts'
import { deniedParts, isDenied } from '../fhir/claim-reasons.ts'
import { say } from '../language/language.ts'
import type { Fact } from '../ui/facts.tsx'

/** Facts to read below a claim; nothing for other types, and nothing that the claim does not say. */
export const claimFacts = (resource: Resource): Fact[] => {
  if (resource.resourceType !== 'ExplanationOfBenefit') return []
  const { deductible, copay, coinsurance, currency } = claimAmounts(resource)
  const shares: [string, number | undefined][] = [
    ['Deductible', deductible],
    ['Copay', copay],
    ['Coinsurance', coinsurance],
  ]
  const denied = deniedParts(resource)
  const { claims } = say()
  return [
    ...shares
      .filter(([, cents]) => cents !== undefined && cents > 0)
      .map(([label, cents]) => ({ label, value: money(cents, currency) })),
    ...(denied.length > 0
      ? [
          {
            label: isDenied(resource) ? claims.denied : claims.partlyDenied,
            value: [...new Set(denied.flatMap(({ reasons }) => reasons))].join(' '),
          },
        ]
      : []),
  ]
}
