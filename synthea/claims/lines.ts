// A template's lines turned into settled lines: real charge, contract price, and who pays what.

import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { yearOf } from '../dates.ts'
import type { CoverageKind } from '../people/coverage.ts'
import type { Json } from '../record.ts'
import { type NetworkStatus, reasonEntry } from './adjudication.ts'
import type { Amounts } from './amounts.ts'
import type { Adjustment, ClaimContext } from './claim.ts'
import type { ClaimTemplate, LineTemplate } from './template.ts'

export interface SettledLine {
  template: LineTemplate
  units: number
  amounts: Amounts
}

/** Settles all lines of a claim; a cancelled half of a pair is settled, too, but not booked. */
export const settleLines = (
  context: ClaimContext,
  template: ClaimTemplate,
  coverage: CoverageKind,
  day: string,
  adjustment?: Adjustment,
): SettledLine[] => {
  // Of its own, so that both halves of a pair are charged alike.
  const random = context.record.random.fork(`price ${template.title} ${day}`)
  const factor = adjustment?.factor ?? 1
  return template.lines.map(line => {
    const submitted = Math.round(line.billed * (0.92 + random.next() * 0.16)) * factor
    const rate = template.outOfNetwork ? 0.9 : 0.5 + random.next() * 0.25
    const amounts = context.ledger.settle(
      {
        submitted,
        allowed: Math.round(submitted * rate),
        coverage,
        year: yearOf(day),
        benefit: line.benefit,
        ...(template.paidBefore && context.coverage.on('other', day)
          ? { paidBefore: template.paidBefore }
          : {}),
        ...(line.denied || adjustment?.denied ? { denied: true } : {}),
      },
      adjustment?.status !== 'cancelled',
    )
    return { template: line, units: (line.units ?? 1) * factor, amounts }
  })
}

export const networkStatus = ({ outOfNetwork }: ClaimTemplate): NetworkStatus =>
  outOfNetwork ? 'outofnetwork' : 'innetwork'

/** Why a line's billed and allowed amounts differ, when they do. */
export const lineReason = ({ amounts }: SettledLine): Json[] => {
  if (amounts.noncovered > 0) return [reasonEntry('96')]
  return amounts.discount > 0 ? [reasonEntry('45')] : []
}

/** HCPCS, or the statement that no code applies (the revenue or the type of claim says it all). */
export const productOf = ({ code, text }: LineTemplate, system: string): Json => ({
  ...(code
    ? concept(system, code, text)
    : concept(systems.absent, 'not-applicable', text, 'Not Applicable')),
})

/** Only the lines that a note speaks about point at it: those not covered, or the first one. */
export const noteNumbers = (lines: readonly SettledLine[], index: number, note?: string) => {
  if (!note) return undefined
  const denied = lines.findIndex(line => line.amounts.noncovered > 0)
  return index === Math.max(0, denied) ? [1] : undefined
}
