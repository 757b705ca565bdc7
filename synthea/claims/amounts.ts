// The money of one claim line, in whole cents: who pays what is submitted, and how a year's limits fill up.
// submitted = eligible + discount + noncovered; eligible = deductible + copay + coinsurance + priorPayerPaid + benefit.

export interface Amounts {
  submitted: number
  discount: number
  noncovered: number
  eligible: number
  deductible: number
  copay: number
  coinsurance: number
  priorPayerPaid: number
  benefit: number
  /** deductible + copay + coinsurance + noncovered */
  memberLiability: number
}

/** How a kind of service is shared between plan and member. */
export type CostShare = { copay: number } | { coinsurance: number; deductible: boolean }

/** A plan's limits for one calendar year, in cents. */
export interface YearlyLimits {
  deductible: number
  outOfPocket: number
}

/** What a member has paid towards the limits so far this year. */
export interface Spent {
  deductible: number
  outOfPocket: number
}

export interface LinePrice {
  submitted: number
  /** What the plan's contract allows for it; never more than what was submitted. */
  allowed: number
  /** Share of the allowed amount that another payer has paid first, 0 to 1. */
  paidBefore?: number
  /** The plan does not cover it: nothing is allowed, the member owes all. */
  denied?: boolean
}

/** Splits one line and says what has been spent afterwards. `spent` itself is not changed. */
export const adjudicate = (
  price: LinePrice,
  share: CostShare,
  limits: YearlyLimits,
  spent: Spent,
): { amounts: Amounts; spent: Spent } => {
  const { submitted } = price
  if (price.denied) {
    const amounts = { ...nothing, submitted, noncovered: submitted, memberLiability: submitted }
    return { amounts, spent }
  }
  const eligible = Math.min(price.allowed, submitted)
  const priorPayerPaid = Math.round(eligible * (price.paidBefore ?? 0))
  const open = eligible - priorPayerPaid
  const payable = Math.min(open, Math.max(0, limits.outOfPocket - spent.outOfPocket))

  const copay = 'copay' in share ? Math.min(share.copay, payable) : 0
  const deductibleLeft =
    'deductible' in share && share.deductible ? limits.deductible - spent.deductible : 0
  const deductible = Math.min(Math.max(0, deductibleLeft), payable)
  const rate = 'coinsurance' in share ? share.coinsurance : 0
  const coinsurance = Math.min(Math.round((open - deductible) * rate), payable - deductible - copay)

  const memberLiability = deductible + copay + coinsurance
  return {
    amounts: {
      submitted,
      discount: submitted - eligible,
      noncovered: 0,
      eligible,
      deductible,
      copay,
      coinsurance,
      priorPayerPaid,
      benefit: open - memberLiability,
      memberLiability,
    },
    spent: {
      deductible: spent.deductible + deductible,
      outOfPocket: spent.outOfPocket + memberLiability,
    },
  }
}

const nothing: Amounts = {
  submitted: 0,
  discount: 0,
  noncovered: 0,
  eligible: 0,
  deductible: 0,
  copay: 0,
  coinsurance: 0,
  priorPayerPaid: 0,
  benefit: 0,
  memberLiability: 0,
}

/** Adds lines up, amount by amount. */
export const sumOf = (lines: readonly Amounts[]): Amounts =>
  lines.reduce(
    (sum, line) => ({
      submitted: sum.submitted + line.submitted,
      discount: sum.discount + line.discount,
      noncovered: sum.noncovered + line.noncovered,
      eligible: sum.eligible + line.eligible,
      deductible: sum.deductible + line.deductible,
      copay: sum.copay + line.copay,
      coinsurance: sum.coinsurance + line.coinsurance,
      priorPayerPaid: sum.priorPayerPaid + line.priorPayerPaid,
      benefit: sum.benefit + line.benefit,
      memberLiability: sum.memberLiability + line.memberLiability,
    }),
    nothing,
  )

/** FHIR Money from cents. */
export const money = (cents: number): { value: number; currency: 'USD' } => ({
  value: cents / 100,
  currency: 'USD',
})
