// One line of a claim template, written short.
import type { BenefitName } from './benefits.ts'
import type { LineTemplate } from './template.ts'

export const line = (
  text: string,
  billed: number,
  benefit: BenefitName,
  more: Partial<LineTemplate>,
) => ({
  text,
  billed,
  benefit,
  ...more,
})
