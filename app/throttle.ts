// Counts what one key did lately, and says how long it must wait; forgets by itself, never grows without end.

export interface Throttle {
  /** Counts one more; seconds to wait when that is too many, undefined when it may go on. */
  wait(key: string, now: Date): number | undefined
}

const mostKeys = 10_000

/** At most `limit` times in `windowSeconds` for each key. */
export const createThrottle = (limit: number, windowSeconds: number): Throttle => {
  const seen = new Map<string, number[]>()
  return {
    wait(key, now) {
      const since = now.getTime() - windowSeconds * 1000
      const times = (seen.get(key) ?? []).filter(time => time > since)
      seen.delete(key) // set again below: the map stays in order of last use
      const [oldest] = times
      if (oldest !== undefined && times.length >= limit) {
        seen.set(key, times)
        return Math.max(1, Math.ceil((oldest - since) / 1000))
      }
      seen.set(key, [...times, now.getTime()])
      for (const stale of seen.keys()) {
        if (seen.size <= mostKeys) break
        seen.delete(stale)
      }
      return undefined
    },
  }
}
