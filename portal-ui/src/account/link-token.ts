// The secret of a mailed link stands after `#`, so that no server log sees it; it leaves the address bar with the first painting.
import { useLayoutEffect, useState } from 'react'

/** The link's token, or an empty text. */
export const useLinkToken = (): string => {
  // Only read here: React may draw a page once for nothing and begin anew, and the token must be there again.
  const [token] = useState(
    () => new URLSearchParams(window.location.hash.slice(1)).get('token') ?? '',
  )
  useLayoutEffect(() => {
    if (token) window.history.replaceState(window.history.state, '', window.location.pathname)
  }, [token])
  return token
}
