// Why a plan did not pay a claim, or a line of it: the reasons it coded (C4BB denialreason, rejectreason) and its notes.
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { at, concept, conceptAt, type Element, hasCode, list, text } from './elements.ts'

export interface DeniedPart {
  /** The line it is about; empty: the whole claim. */
  service: string
  reasons: string[]
}

const reasonCodes = ['denialreason', 'rejectreason'] as const

/** What was not paid and why, in the plan's words; empty when all was paid. */
export const deniedParts = (claim: Resource): DeniedPart[] => {
  const notes = new Map(
    list(claim, 'processNote').map(note => [text(note, 'number'), text(note, 'text')]),
  )
  const whole = reasonsIn(list(claim, 'adjudication'))
  const lines = list(claim, 'item').flatMap((item): DeniedPart[] => {
    const reasons = reasonsIn(list(item, 'adjudication'))
    if (reasons.length === 0) return []
    const numbers = Array.isArray(item.noteNumber) ? item.noteNumber : []
    const noted = numbers.map(number => notes.get(String(number)) ?? '')
    return [
      { service: conceptAt(item, 'productOrService'), reasons: unique([...reasons, ...noted]) },
    ]
  })
  return [...(whole.length > 0 ? [{ service: '', reasons: unique(whole) }] : []), ...lines]
}

/** Whether the plan paid nothing of it. */
export const isDenied = (claim: Resource): boolean =>
  hasCode(at(claim, 'payment.type'), 'denied') ||
  list(claim, 'adjudication').some(
    row => hasCode(row.category, 'benefitpaymentstatus') && hasCode(row.reason, 'denied'),
  )

const reasonsIn = (rows: readonly Element[]): string[] =>
  rows
    .filter(row => reasonCodes.some(code => hasCode(row.category, code)))
    .map(row => concept(row.reason))
    .filter(Boolean)

/** Each once, as sentences: they are read one after the other. */
const unique = (texts: readonly string[]): string[] => [
  ...new Set(texts.filter(Boolean).map(words => (/[.!?]$/.test(words) ? words : `${words}.`))),
]
