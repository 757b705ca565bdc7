// Drugs: RxNorm in the record, NDC (11 digits) on the claim, how they are taken, and what a month costs.

export interface Drug {
  rxnorm: string
  ndc: string
  text: string
  /** 1 brand, 2 generic (NCPDP). */
  brandOrGeneric: '1' | '2'
  /** Doses a day, and of what. */
  perDay: number
  unit: string
  directions: string
  days: number
  /** Price of one filling, in cents. */
  billed: number
}

const table = {
  metformin: {
    rxnorm: '861007',
    ndc: '00093104801',
    text: 'Metformin 500 mg tablet',
    brandOrGeneric: '2',
    perDay: 2,
    unit: 'tablet',
    directions: 'Take one tablet by mouth twice a day with meals',
    days: 30,
    billed: 2895,
  },
  lisinopril: {
    rxnorm: '314076',
    ndc: '68180098001',
    text: 'Lisinopril 10 mg tablet',
    brandOrGeneric: '2',
    perDay: 1,
    unit: 'tablet',
    directions: 'Take one tablet by mouth once a day',
    days: 90,
    billed: 3640,
  },
  atorvastatin: {
    rxnorm: '617310',
    ndc: '00071015623',
    text: 'Atorvastatin 20 mg tablet',
    brandOrGeneric: '1',
    perDay: 1,
    unit: 'tablet',
    directions: 'Take one tablet by mouth every evening',
    days: 90,
    billed: 41250,
  },
  fluoxetine: {
    rxnorm: '310385',
    ndc: '00777310502',
    text: 'Fluoxetine 20 mg capsule',
    brandOrGeneric: '1',
    perDay: 1,
    unit: 'capsule',
    directions: 'Take one capsule by mouth every morning',
    days: 30,
    billed: 38900,
  },
  albuterol: {
    rxnorm: '745679',
    ndc: '00173068220',
    text: 'Albuterol 90 mcg inhaler',
    brandOrGeneric: '1',
    perDay: 2,
    unit: 'puff',
    directions: 'Inhale two puffs when short of breath',
    days: 30,
    billed: 6450,
  },
  amoxicillin: {
    rxnorm: '308191',
    ndc: '00093310901',
    text: 'Amoxicillin 500 mg capsule',
    brandOrGeneric: '2',
    perDay: 3,
    unit: 'capsule',
    directions: 'Take one capsule by mouth three times a day for ten days',
    days: 10,
    billed: 1875,
  },
} satisfies Record<string, Drug>

export type DrugName = keyof typeof table
export const drugs: Record<DrugName, Drug> = table
