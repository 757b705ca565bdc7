// When a request has to be answered: working days of the plan, counted in its own time zone; weekends and holidays are none.
import type { ReviewRules } from './rules.ts'

type Calendar = Pick<ReviewRules, 'timeZone' | 'holidays'>

const dayMs = 24 * 60 * 60 * 1000

/** The day at an instant where the plan is: `2026-11-22`. */
export const dayAt = (moment: Date, { timeZone }: Calendar): string =>
  // Swedish writes dates as ISO 8601 does.
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(moment)

/** The last day on which a request that was sent then is in time. */
export const dueDay = (sentAt: string, rules: ReviewRules): string =>
  workingDaysLater(dayAt(new Date(sentAt), rules), rules.workingDays, rules)

/** True when the due day is over. */
export const isOverdue = (due: string, now: Date, rules: ReviewRules): boolean =>
  dayAt(now, rules) > due

/** True from the day on which reminders begin. */
export const isReminding = (due: string, now: Date, rules: ReviewRules): boolean =>
  workingDaysLater(dayAt(now, rules), rules.remindBeforeDays, rules) >= due

/** True where people work on that day. */
export const isWorkingDay = (day: string, { holidays }: Calendar): boolean => {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !holidays.has(day)
}

const workingDaysLater = (from: string, count: number, rules: ReviewRules): string => {
  let day = from
  for (let left = count; left > 0; ) {
    day = new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10)
    if (isWorkingDay(day, rules)) left -= 1
  }
  return day
}
