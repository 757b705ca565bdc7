// CPU and queries of checking an access token, as the first step of every API request does it.
import type { Box } from '../../embedded-box/box.ts'
import { authenticate, type Exchange } from '../../embedded-box/index.ts'

export interface TokenCost {
  /** Milliseconds of CPU, each. */
  cpu: number
  /** Queries of all of them together. */
  queries: number
}

/** Checks one token so many times, after a warm-up of a tenth. */
export const tokenCost = async (box: Box, token: string, times = 20_000): Promise<TokenCost> => {
  const exchange: Exchange = {
    id: '',
    method: 'GET',
    path: '/fhir/Patient/bench',
    queryString: '',
    headers: { authorization: `Bearer ${token}` },
    remoteAddress: '127.0.0.1',
    scheme: 'http',
    body: undefined,
  }
  for (let turn = 0; turn < times / 10; turn++) await authenticate(box, exchange)
  const { query } = box.database
  let queries = 0
  box.database.query = (...given: Parameters<typeof query>) => {
    queries += 1
    return query(...given)
  }
  const before = process.cpuUsage()
  for (let turn = 0; turn < times; turn++) await authenticate(box, exchange)
  const { user, system } = process.cpuUsage(before)
  box.database.query = query
  return { cpu: (user + system) / 1000 / times, queries }
}
