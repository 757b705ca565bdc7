// The secret of a mailed link stands after `#`, so that no server log sees it; it leaves the address bar at once.
import { useState } from 'react'

/** The link's token, or an empty text. */
export const useLinkToken = (): string => {
  const [token] = useState(() => {
    const read = new URLSearchParams(window.location.hash.slice(1)).get('token') ?? ''
    if (read) window.history.replaceState(window.history.state, '', window.location.pathname)
    return read
  })
  return token
}
