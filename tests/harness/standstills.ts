// Notices when the whole machine stood still during a test run (a snapshot, a laptop's lid), so that its failures can be read rightly.

export interface Standstill {
  at: Date
  seconds: number
}

const beat = 500
const worthTelling = 3_000

/** Begins to watch the clock; `stop` gives the gaps of more than three seconds. */
export const watchForStandstills = (): { stop(): readonly Standstill[] } => {
  const found: Standstill[] = []
  let last = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    if (now - last > worthTelling)
      found.push({ at: new Date(), seconds: Math.round((now - last) / 1000) })
    last = now
  }, beat)
  return {
    stop: () => {
      clearInterval(timer)
      return found
    },
  }
}
