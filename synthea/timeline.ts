// A scenario's "so many months ago" turned into days, in order.
import type { HealthEvent } from './claims/history.ts'
import { addMonths } from './dates.ts'
import type { Random } from './random.ts'
import type { Scenario } from './scenarios.ts'

/** A day in the month that lies so many months back; this month's are never after today. */
export const dayMonthsAgo = (today: string, months: number, random: Random): string => {
  const month = addMonths(`${today.slice(0, 7)}-01`, -months)
  const last = months === 0 ? Number(today.slice(8)) : 28
  return `${month.slice(0, 8)}${String(random.int(1, Math.min(last, 28))).padStart(2, '0')}`
}

/** All events of a scenario, oldest first. Hospital stays begin early enough to have ended. */
export const eventsOf = (scenario: Scenario, today: string, random: Random): HealthEvent[] => {
  const claims = scenario.claims.flatMap(({ name, monthsAgo }): HealthEvent[] =>
    monthsAgo.map(months => ({ claim: name, day: dayMonthsAgo(today, months, random) })),
  )
  const fillings = scenario.drugs.flatMap(
    ({ name, every, since, refused, corrected }): HealthEvent[] => {
      const result: HealthEvent[] = []
      for (let months = since; months >= 0; months -= every) {
        const refill = result.length
        const day = dayMonthsAgo(today, months, random)
        result.push({
          drug: name,
          refill,
          day,
          ...(refill === refused ? { refused: true } : {}),
          ...(refill === corrected ? { corrected: true } : {}),
        })
      }
      return result
    },
  )
  return [...claims, ...fillings].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}
