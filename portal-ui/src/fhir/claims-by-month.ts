// Claims by month and by who paid, in cents; months without a claim are there too, so that time has no gaps.
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { claimAmounts } from './amounts.ts'
import { dateOf } from './elements.ts'

export interface ClaimMonth {
  /** `2026-03`. */
  month: string
  claims: number
  planPaid: number
  youOwe: number
}

/** One row a month, oldest first, at most this many, up to the newest claim. */
export const claimsByMonth = (claims: readonly Resource[], most = 24): ClaimMonth[] => {
  const dated = claims
    .map(claim => ({ claim, month: /^\d{4}-\d{2}/.exec(dateOf(claim))?.[0] ?? '' }))
    .filter(({ month }) => month !== '')
  const months = dated.map(({ month }) => month).toSorted()
  const [first, last] = [months[0], months.at(-1)]
  if (first === undefined || last === undefined) return []
  const rows = new Map(
    monthsBetween(first, last)
      .slice(-most)
      .map((month): [string, ClaimMonth] => [month, { month, claims: 0, planPaid: 0, youOwe: 0 }]),
  )
  for (const { claim, month } of dated) {
    const row = rows.get(month)
    if (!row) continue
    const { planPaid = 0, youOwe = 0 } = claimAmounts(claim)
    row.claims += 1
    row.planPaid += planPaid
    row.youOwe += youOwe
  }
  return [...rows.values()]
}

const monthsBetween = (first: string, last: string): string[] => {
  const [from, to] = [numberOf(first), numberOf(last)]
  return Array.from({ length: to - from + 1 }, (_, index) => nameOf(from + index))
}

const numberOf = (month: string): number =>
  Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1

const nameOf = (number: number): string =>
  `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`
