// A scenario's "so many months ago" turned into days, in order.
import type { HealthEvent } from './claims/history.ts'
import type { Random } from './random.ts'
import { dayMonthsAgo } from './random-day.ts'
import type { Scenario } from './scenarios.ts'

/** All events of a scenario, oldest first. Hospital stays begin early enough to have ended. */
export const eventsOf = (
  scenario: Scenario,
  today: string,
  birthDate: string,
  random: Random,
): HealthEvent[] => {
  const claims = scenario.claims.flatMap(({ name, monthsAgo }): HealthEvent[] =>
    monthsAgo === 'birth'
      ? [{ claim: name, day: birthDate }]
      : monthsAgo.map(months => ({ claim: name, day: dayMonthsAgo(today, months, random) })),
  )
  const fillings = scenario.drugs.flatMap(
    ({ name, every, since, until = 0, refused, corrected, sensitive }): HealthEvent[] => {
      const result: HealthEvent[] = []
      for (let months = since; months >= until; months -= every) {
        const refill = result.length
        const day = dayMonthsAgo(today, months, random)
        result.push({
          drug: name,
          refill,
          day,
          ...(refill === refused ? { refused: true } : {}),
          ...(refill === corrected ? { corrected: true } : {}),
          ...(sensitive ? { sensitive } : {}),
        })
      }
      return result
    },
  )
  return [...claims, ...fillings].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}
