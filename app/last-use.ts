// When an app last came for a token, as one of its Sessions tells: never later than it was.
import type { Session, Stored } from '../vocabulary/aidbox.ts'

/** No access token of a box lives longer, so the last one was given at most so long before its end. */
const longestTokenMs = 60 * 60 * 1000

/**
 * A refresh writes the Session anew, so its last change is the last time the app came. Ending a Session writes it as
 * well, and is nobody's use: then the last token counts, by its end, or at least the first.
 */
export const lastUseOf = ({ active, start, exp, meta }: Stored<Session>): string => {
  const changed = meta.lastUpdated ?? ''
  if (active !== false) return changed
  const began = Date.parse(start ?? '')
  if (Number.isNaN(began)) return ''
  const last = Math.max(began, (exp ?? 0) * 1000 - longestTokenMs)
  const ended = Date.parse(changed)
  return new Date(Number.isNaN(ended) ? last : Math.min(last, ended)).toISOString()
}
