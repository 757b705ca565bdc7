// The weeks of a time line: seven days each, counted back from the last day, so that the newest one is whole.
const dayMs = 24 * 60 * 60 * 1000

/** So many weeks tell a trend, and are few enough to be counted for one page. */
export const weeksShown = 8

/** The newest weeks up to a day, oldest first; both days inclusive. */
export const weeksUntil = (to: string): { from: string; to: string }[] =>
  Array.from({ length: weeksShown }, (_, index) => {
    const last = Date.parse(to) - (weeksShown - 1 - index) * 7 * dayMs
    return { from: day(last - 6 * dayMs), to: day(last) }
  })

const day = (moment: number): string => new Date(moment).toISOString().slice(0, 10)
