// Rows of supportingInfo: numbered as they come, the category telling what each one means (C4BB's slices).
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import type { Json } from '../record.ts'

export interface InfoRow {
  category: string
  payload: Json
}

export const infoCode = (category: string, system: string, code: string): InfoRow => ({
  category,
  payload: { code: concept(system, code) },
})

export const infoText = (category: string, valueString: string): InfoRow => ({
  category,
  payload: { valueString },
})

export const infoNumber = (category: string, value: number): InfoRow => ({
  category,
  payload: { valueQuantity: { value } },
})

export const infoDate = (category: string, timingDate: string): InfoRow => ({
  category,
  payload: { timingDate },
})

export const infoPeriod = (category: string, start: string, end: string): InfoRow => ({
  category,
  payload: { timingPeriod: { start, end } },
})

export const infoReference = (category: string, valueReference: Json): InfoRow => ({
  category,
  payload: { valueReference },
})

/** A measured value; C4BB wants the UCUM code as the unit, too. */
export const infoMeasure = (category: string, value: number, unit: string): InfoRow => ({
  category,
  payload: { valueQuantity: { value, unit, system: systems.ucum, code: unit } },
})

export const infoReason = (category: string, system: string, code: string): InfoRow => ({
  category,
  payload: { reason: { system, code } },
})

export const infoSince = (category: string, payload: Json, timingDate: string): InfoRow => ({
  category,
  payload: { ...payload, timingDate },
})

/** Numbers the rows. */
export const supportingInfo = (rows: readonly InfoRow[]): Json[] =>
  rows.map(({ category, payload }, index) => ({
    sequence: index + 1,
    category: concept(systems.supportingInfo, category),
    ...payload,
  }))
