// Calendar arithmetic on FHIR dates (YYYY-MM-DD), always in UTC and never from the system clock.

const asDate = (day: string) => new Date(`${day}T00:00:00Z`)
const asDay = (date: Date) => date.toISOString().slice(0, 10)

export const addDays = (day: string, days: number): string => {
  const date = asDate(day)
  date.setUTCDate(date.getUTCDate() + days)
  return asDay(date)
}

/** Moves by months and keeps the day, or takes the last day of a shorter month. */
export const addMonths = (day: string, months: number): string => {
  const date = asDate(day)
  const wanted = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months + 1, 0)
  date.setUTCDate(Math.min(wanted, date.getUTCDate()))
  return asDay(date)
}

export const addYears = (day: string, years: number): string => addMonths(day, years * 12)

export const yearOf = (day: string): number => Number(day.slice(0, 4))

/** Days from one day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((asDate(to).getTime() - asDate(from).getTime()) / 86_400_000)

/** Full years between two days. */
export const yearsBetween = (from: string, to: string): number =>
  yearOf(to) - yearOf(from) - (to.slice(5) < from.slice(5) ? 1 : 0)

export const earlier = (a: string, b: string): string => (a < b ? a : b)
export const later = (a: string, b: string): string => (a > b ? a : b)

/** A FHIR instant on that day; nothing here needs a time zone. */
export const at = (day: string, time = '09:00:00'): string => `${day}T${time}Z`
