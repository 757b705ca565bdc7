// Drugs: RxNorm in the record, NDC (11 digits) on the claim, how they are taken, and what a month costs.

export interface Drug {
  /** Absent: only its name is known. */
  rxnorm?: string
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
  /** NCPDP dispensed as written, when it is not 0: 1 means that no substitute is allowed. */
  asWritten?: '1'
  /** Mixed at the counter. */
  ingredients?: readonly { ndc: string; text: string; quantity: number; unit: string }[]
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
  sertraline: {
    rxnorm: '312941',
    ndc: '16714061205',
    text: 'Sertraline 50 mg tablet',
    brandOrGeneric: '2',
    perDay: 1,
    unit: 'tablet',
    directions: 'Take one tablet by mouth every morning',
    days: 30,
    billed: 2140,
  },
  omeprazole: {
    rxnorm: '198051',
    ndc: '62175011843',
    text: 'Omeprazole 20 mg capsule',
    brandOrGeneric: '2',
    perDay: 1,
    unit: 'capsule',
    directions: 'Take one capsule by mouth before breakfast',
    days: 30,
    billed: 1980,
  },
  amlodipine: {
    rxnorm: '197361',
    ndc: '67877019905',
    text: 'Amlodipine 5 mg tablet',
    brandOrGeneric: '2',
    perDay: 1,
    unit: 'tablet',
    directions: 'Take one tablet by mouth once a day',
    days: 90,
    billed: 2710,
  },
  hydrochlorothiazide: {
    rxnorm: '310798',
    ndc: '00603385821',
    text: 'Hydrochlorothiazide 25 mg tablet',
    brandOrGeneric: '2',
    perDay: 1,
    unit: 'tablet',
    directions: 'Take one tablet by mouth every morning',
    days: 90,
    billed: 1850,
  },
  gabapentin: {
    rxnorm: '310431',
    ndc: '67877022305',
    text: 'Gabapentin 300 mg capsule',
    brandOrGeneric: '2',
    perDay: 3,
    unit: 'capsule',
    directions: 'Take one capsule by mouth three times a day',
    days: 30,
    billed: 2490,
  },
  insulin: {
    rxnorm: '311041',
    ndc: '00088222033',
    text: 'Insulin glargine 100 units/mL',
    brandOrGeneric: '1',
    asWritten: '1',
    perDay: 1,
    unit: 'injection',
    directions: 'Inject 20 units under the skin every evening',
    days: 30,
    billed: 31_200,
  },
  compound: {
    rxnorm: '476872',
    ndc: '38779000000',
    text: 'Stomach suspension, mixed by the pharmacy',
    brandOrGeneric: '2',
    perDay: 2,
    unit: 'mL',
    directions: 'Take one measure by mouth twice a day',
    days: 30,
    billed: 11_400,
    ingredients: [
      { ndc: '38779214905', text: 'Active powder', quantity: 6, unit: 'g' },
      { ndc: '38779053708', text: 'Suspending liquid', quantity: 54, unit: 'mL' },
    ],
  },
  prenatalVitamin: {
    ndc: '13811051990',
    text: 'Prenatal vitamin tablet',
    brandOrGeneric: '2',
    perDay: 1,
    unit: 'tablet',
    directions: 'Take one tablet by mouth once a day',
    days: 90,
    billed: 3300,
  },
  naltrexone: {
    ndc: '00406117003',
    text: 'Naltrexone 50 mg tablet',
    brandOrGeneric: '2',
    perDay: 1,
    unit: 'tablet',
    directions: 'Take one tablet by mouth once a day',
    days: 30,
    billed: 6100,
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
