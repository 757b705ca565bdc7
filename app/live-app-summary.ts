// Live apps as an admin sees them in a list, with how many members allow each.
import type { Client, Stored } from '../vocabulary/aidbox.ts'
import type { LiveAppSummary } from '../vocabulary/operations.ts'
import type { AppContext } from './context.ts'
import { isBundle } from './json.ts'
import { fieldsOf, liveFactsOf } from './smart-app.ts'
import { liveStateOf } from './standing.ts'

/** One summary each; the Grants are counted by the box, in one request. */
export const liveAppSummaries = async (
  { boxes }: Pick<AppContext, 'boxes'>,
  clients: readonly Stored<Client>[],
): Promise<LiveAppSummary[]> => {
  const counted = await boxes.production.batch(
    clients.map(({ id }) => ({
      request: { method: 'GET', url: `Grant?client=${encodeURIComponent(id)}&_summary=count` },
    })),
  )
  return clients.map((client, index) => {
    const found = counted.entry?.[index]?.resource
    const { published, stopped } = liveFactsOf(client)
    const fields = fieldsOf(client)
    return {
      id: client.id,
      name: fields.name,
      organizationName: fields.organizationName,
      live: liveStateOf(client),
      since: stopped?.since ?? published?.since ?? '',
      grants: isBundle(found) ? (found.total ?? 0) : 0,
    }
  })
}
