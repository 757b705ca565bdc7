// Where apps stand in production: the latest request and what is live. Production holds both; the sandbox keeps no copy.
import type { Client, Stored } from '../vocabulary/aidbox.ts'
import type { LiveState, SmartAppView } from '../vocabulary/operations.ts'
import type { BoxClient } from './box-client.ts'
import { isBoxDown } from './errors.ts'
import { latestRequests, type StoredRequest } from './production-request.ts'
import { factsOf, liveFactsOf } from './smart-app.ts'

export interface Standing {
  request?: StoredRequest
  /** The production Client, live or stopped. */
  live?: Stored<Client>
}

/** None of an app's standing is known while production is down. */
export const unknownStanding = 'unknown'
export type KnownOrNot = Standing | typeof unknownStanding

/** The standing of each app; throws 503 when production is down. */
export const standings = async (
  production: BoxClient,
  clientIds: readonly string[],
): Promise<Map<string, Standing>> => {
  const [requests, clients] = await Promise.all([
    latestRequests(production, clientIds),
    productionClients(production, clientIds),
  ])
  return new Map(
    clientIds.map(id => [id, { request: requests.get(id), live: clients.get(id) }] as const),
  )
}

/** The same, but says `unknown` for all of them while production is down: the sandbox goes on working. */
export const standingsIfUp = async (
  production: BoxClient,
  clientIds: readonly string[],
): Promise<Map<string, KnownOrNot>> => {
  try {
    return await standings(production, clientIds)
  } catch (error) {
    if (!isBoxDown(error)) throw error
    return new Map(clientIds.map(id => [id, unknownStanding] as const))
  }
}

/** The standing of one app; throws 503 when production is down. */
export const standingOf = async (production: BoxClient, clientId: string): Promise<Standing> =>
  (await standings(production, [clientId])).get(clientId) ?? {}

/** none, live, suspended or withdrawn. */
export const liveStateOf = (client: Client | undefined): LiveState => {
  if (!client) return 'none'
  const { published, stopped } = liveFactsOf(client)
  if (stopped) return stopped.state
  return published && client.active !== false ? 'live' : 'none'
}

/** The two states of an app as the vendor sees them. */
export const statesIn = (standing: KnownOrNot): Pick<SmartAppView, 'request' | 'live'> => {
  if (standing === unknownStanding)
    return { request: { state: 'unknown' }, live: { state: 'unknown' } }
  const { request, live } = standing
  const state = liveStateOf(live)
  const { published, stopped } = live ? liveFactsOf(live) : {}
  const since = stopped?.since ?? published?.since
  return {
    request: request
      ? {
          state: request.state,
          sentAt: request.sentAt,
          ...(request.decision ? { decidedAt: request.decision.at } : {}),
          ...(request.decision?.reason ? { reason: request.decision.reason } : {}),
        }
      : { state: 'draft' },
    live: {
      state,
      ...(state !== 'none' && since ? { since } : {}),
      ...(stopped ? { reason: stopped.reason } : {}),
    },
  }
}

/** Production Clients that are vendors' apps, by id. */
export const productionClients = async (
  production: BoxClient,
  ids: readonly string[],
): Promise<Map<string, Stored<Client>>> => {
  const clients = new Map<string, Stored<Client>>()
  for (let start = 0; start < ids.length; start += 100)
    for (const client of await production.searchAll('Client', {
      _id: ids.slice(start, start + 100).join(','),
    }))
      if (factsOf(client)) clients.set(client.id, client)
  return clients
}
