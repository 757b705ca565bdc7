// LISTEN on a connection of its own: comes back after a loss, and then says that something may have been missed.

import pg from 'pg'
import type { Logger } from 'pino'

type Heard = (payload: string) => void

interface Listener {
  listen(channel: string, heard: Heard): Promise<() => Promise<void>>
  close(): Promise<void>
}

const firstWait = 200
const longestWait = 5_000

/** Connects when the first channel is asked for. */
export const listenOn = (url: string, log: Logger): Listener => {
  const channels = new Map<string, Set<Heard>>()
  let client: pg.Client | undefined
  let opening: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, keepAlive: true })
    fresh.on('notification', ({ channel, payload }) => {
      for (const heard of channels.get(channel) ?? []) heard(payload ?? '')
    })
    fresh.on('error', () => lost(fresh))
    fresh.on('end', () => lost(fresh))
    try {
      await fresh.connect()
      for (const channel of channels.keys())
        await fresh.query(`listen ${pg.escapeIdentifier(channel)}`)
    } catch (error) {
      // `end` is not certain to be heard after a failed connect, and must not start a second round
      fresh.removeAllListeners('end')
      await fresh.end().catch(() => undefined)
      throw error
    }
    client = fresh
  }

  const lost = (which: pg.Client): void => {
    if (closed || which !== client) return
    client = undefined
    log.warn('the listening database connection was lost')
    again(firstWait)
  }

  const again = (wait: number): void => {
    timer = setTimeout(async () => {
      try {
        await connect()
        for (const set of channels.values()) for (const heard of set) heard('')
      } catch {
        if (!closed) again(Math.min(wait * 2, longestWait))
      }
    }, wait)
    timer.unref()
  }

  return {
    async listen(channel, heard) {
      const set = channels.get(channel) ?? new Set<Heard>()
      channels.set(channel, set.add(heard))
      if (client) await client.query(`listen ${pg.escapeIdentifier(channel)}`)
      else {
        opening ??= connect()
        await opening
      }
      return async () => {
        set.delete(heard)
      }
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await client?.end().catch(() => undefined)
    },
  }
}
