// How the plan reviews requests: working days, holidays, reminders, reasons to reject; one YAML file, read at the start.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { RejectReason } from '../../vocabulary/operations.ts'
import { isRecord, listAt, numberAt, textAt } from '../json.ts'

export interface ReviewRules {
  /** A request is due at the end of this many working days after the one it was sent on. */
  workingDays: number
  timeZone: string
  /** Working days before the due day from which on admins are reminded. */
  remindBeforeDays: number
  /** `2026-12-25`. */
  holidays: ReadonlySet<string>
  rejectReasons: readonly RejectReason[]
}

const own = new URL('./review-rules.yaml', import.meta.url)
const mostDays = 250

/** Reads the plan's file, or ours; faults are added to the list, each with the way out. */
export const readReviewRules = (file: string | undefined, faults: string[]): ReviewRules => {
  const name = file ?? 'app/review/review-rules.yaml'
  const wrong = (what: string): void => void faults.push(`REVIEW_RULES (${name}): ${what}`)
  const rules = read(file ?? own, wrong)
  const days = (field: string, least: number): number => {
    const value = numberAt(rules, field)
    if (value !== undefined && Number.isInteger(value) && value >= least && value <= mostDays)
      return value
    wrong(`${field} must be a whole number from ${least} to ${mostDays}.`)
    return least
  }
  const timeZone = textAt(rules, 'timeZone') ?? ''
  if (!isTimeZone(timeZone)) wrong('timeZone must be a name such as America/Chicago.')
  const holidays = listAt(rules, 'holidays').map(String)
  for (const day of holidays)
    if (!isDay(day)) wrong(`holidays: "${day}" is not a day of the form 2026-12-25.`)
  const rejectReasons = listAt(rules, 'rejectReasons').flatMap((given, index) => {
    const reason = reasonOf(given)
    if (!reason) wrong(faultOfReason(index))
    return reason ?? []
  })
  if (rejectReasons.length === 0) wrong('rejectReasons must hold one reason or more.')
  if (new Set(rejectReasons.map(({ code }) => code)).size < rejectReasons.length)
    wrong('rejectReasons: two have the same code.')
  return {
    workingDays: days('workingDays', 1),
    timeZone,
    remindBeforeDays: days('remindBeforeDays', 0),
    holidays: new Set(holidays),
    rejectReasons,
  }
}

const read = (file: string | URL, wrong: (what: string) => void): Record<string, unknown> => {
  try {
    const content: unknown = parse(readFileSync(file, 'utf8'))
    if (isRecord(content)) return content
    wrong('it must hold fields, as app/review/review-rules.yaml does.')
  } catch {
    wrong('it cannot be read, or is not YAML.')
  }
  return {}
}

const reasonOf = (value: unknown): RejectReason | undefined => {
  const [code, title, text] = ['code', 'title', 'text'].map(key => textAt(value, key))
  const needsText = isRecord(value) && value.needsText === true
  if (!code || !/^[a-z][a-z0-9-]{0,59}$/.test(code) || !title) return undefined
  if (text === undefined || (text === '' && !needsText)) return undefined
  return { code, title, text, needsText }
}

const faultOfReason = (index: number): string =>
  `rejectReasons: number ${index + 1} needs code (small letters, digits, hyphens), title and text; text may be empty only with needsText: true.`

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined && name !== ''
  } catch {
    return false
  }
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text)
