// Why a request is rejected: criteria of the plan's list, the same for every app, and what the admin adds in words.
import type { DecisionRequest } from '../../vocabulary/operations.ts'
import { invalid } from '../errors.ts'
import type { ReviewRules } from './rules.ts'

/** What the vendor reads, and the criteria that stand behind it; 422 when none is named or words are missing. */
export const reasonsOf = (
  { reasonCodes, reason = '' }: DecisionRequest,
  { rejectReasons }: Pick<ReviewRules, 'rejectReasons'>,
): { reasonCodes: string[]; reason: string } => {
  const codes = [...new Set(reasonCodes ?? [])]
  const known = rejectReasons.filter(({ code }) => codes.includes(code))
  const offered = rejectReasons.map(({ code }) => code).join(', ')
  if (known.length < codes.length)
    throw invalid([
      { field: 'reasonCodes', message: `Reasons are of this list: ${offered}.`, code: 'value' },
    ])
  if (known.length === 0)
    throw invalid([
      {
        field: 'reasonCodes',
        message: `Name one reason or more, so that every app is measured alike: ${offered}.`,
        code: 'required',
      },
    ])
  if (!reason && known.some(({ needsText }) => needsText))
    throw invalid([
      {
        field: 'reason',
        message: 'Reason is empty: the vendor needs to know what to change.',
        code: 'required',
      },
    ])
  return {
    reasonCodes: known.map(({ code }) => code),
    reason: [...known.map(({ text }) => text), reason].filter(Boolean).join('\n'),
  }
}
