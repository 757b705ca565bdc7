// Where a request came from: the connection's own address, or what proxies that are trusted say of it.
import type { IncomingMessage } from 'node:http'
import proxyaddr from 'proxy-addr'
import type { BoxConfig } from './box.ts'

/** The address of a request's sender. `X-Forwarded-For` is followed only as far as the proxies it was told to trust. */
export const addressIn = ({
  trustedProxies = [],
}: Pick<BoxConfig, 'trustedProxies'>): ((request: IncomingMessage) => string) => {
  const own = ({ socket }: IncomingMessage): string => socket.remoteAddress ?? ''
  if (trustedProxies.length === 0) return own
  const trust = proxyaddr.compile([...trustedProxies])
  return request => proxyaddr(request, trust) ?? own(request)
}
