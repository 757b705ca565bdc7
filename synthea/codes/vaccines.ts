// Vaccines by CVX code: displays from the CDC's list where known, else our own short text.

interface Vaccine {
  cvx: string
  text: string
}

const table = {
  influenza: { cvx: '140', text: 'Influenza, seasonal, injectable, preservative free' },
  influenzaHighDose: { cvx: '197', text: 'Influenza, high-dose, quadrivalent' },
  covid: { cvx: '208', text: 'COVID-19, mRNA' },
  tdap: { cvx: '115', text: 'Tdap' },
  dtap: { cvx: '20', text: 'DTaP' },
  polio: { cvx: '10', text: 'Polio, inactivated' },
  measles: { cvx: '03', text: 'Measles, mumps and rubella' },
  varicella: { cvx: '21', text: 'Chickenpox' },
} satisfies Record<string, Vaccine>

export type VaccineName = keyof typeof table
export const vaccines: Record<VaccineName, Vaccine> = table
