// The demo plans' benefits: cost sharing by kind of service, yearly limits, and the ledger that fills them.
import type { CoverageKind } from '../people/coverage.ts'
import {
  type Amounts,
  adjudicate,
  type CostShare,
  type LinePrice,
  type Spent,
  type YearlyLimits,
} from './amounts.ts'

export const benefits = {
  preventive: { copay: 0 },
  office: { copay: 2500 },
  specialist: { copay: 5000 },
  emergency: { copay: 25_000 },
  genericDrug: { copay: 1000 },
  brandDrug: { copay: 4500 },
  eyewear: { copay: 2000 },
  afterDeductible: { coinsurance: 0.2, deductible: true },
  dentalBasic: { coinsurance: 0.2, deductible: true },
} as const satisfies Record<string, CostShare>

export type BenefitName = keyof typeof benefits

export const yearlyLimits: Record<CoverageKind, YearlyLimits> = {
  medical: { deductible: 150_000, outOfPocket: 600_000 },
  dental: { deductible: 5_000, outOfPocket: 100_000 },
  other: { deductible: 0, outOfPocket: 0 },
}

export interface Ledger {
  /** Splits a line and books it; a trial split (`book: false`) leaves the limits as they are. */
  settle(line: LedgerLine, book?: boolean): Amounts
}

export interface LedgerLine extends LinePrice {
  coverage: CoverageKind
  year: number
  benefit: BenefitName
}

/** One member's ledger, a page for each plan and calendar year. Claims must come in order of service. */
export const openLedger = (): Ledger => {
  const pages = new Map<string, Spent>()
  return {
    settle: (line, book = true) => {
      const page = `${line.coverage} ${line.year}`
      const before = pages.get(page) ?? { deductible: 0, outOfPocket: 0 }
      const { amounts, spent } = adjudicate(
        line,
        benefits[line.benefit],
        yearlyLimits[line.coverage],
        before,
      )
      if (book) pages.set(page, spent)
      return amounts
    },
  }
}
