// Dates and times as people read them.
import { say } from '../language/language.ts'

const formats = new Map<string, Intl.DateTimeFormat>()
/** Formats are slow to make and few. */
const format = (name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const { locale } = say()
  const known = formats.get(`${locale} ${name}`)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, options)
  formats.set(`${locale} ${name}`, made)
  return made
}
const day = () => format('day', { dateStyle: 'medium', timeZone: 'UTC' })
const month = () => format('month', { month: 'short', year: 'numeric', timeZone: 'UTC' })
const moment = () => format('moment', { dateStyle: 'medium', timeStyle: 'short' })

/** A FHIR date, of any precision, without shifting it into another time zone. */
export const dateWords = (value: string | undefined): string => {
  if (!value) return ''
  if (/^\d{4}$/.test(value)) return value
  if (/^\d{4}-\d{2}$/.test(value)) {
    return month().format(new Date(`${value}-01`))
  }
  const date = new Date(`${value.slice(0, 10)}T00:00:00Z`)
  return Number.isNaN(date.getTime()) ? value : day().format(date)
}

/** An instant, in the reader's own time. */
export const momentWords = (value: string | undefined): string => {
  if (!value) return ''
  const date = new Date(value)
  return Number.isNaN(date.getTime()) ? value : moment().format(date)
}

/** `3 hours`, `2 days`: how long something has been waiting. */
export const ageWords = (hours: number): string => {
  const { shared } = say()
  return hours < 48 ? shared.hours(hours) : shared.days(Math.floor(hours / 24))
}
