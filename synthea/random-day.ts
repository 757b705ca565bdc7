// A day of a month that lies back, drawn from a stream.
import { addMonths } from './dates.ts'
import type { Random } from './random.ts'

/** A day in the month that lies so many months back; this month's are never after today. */
export const dayMonthsAgo = (today: string, months: number, random: Random): string => {
  const month = addMonths(`${today.slice(0, 7)}-01`, -months)
  const last = months === 0 ? Number(today.slice(8)) : 28
  return `${month.slice(0, 8)}${String(random.int(1, Math.min(last, 28))).padStart(2, '0')}`
}
