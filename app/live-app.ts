// Stopping and restarting a live app. The Client stops first and by itself, so that its tokens end even if nothing
// else works; what follows has ids made from the stop, so that a repeat completes it and doubles nothing.
import { createHash } from 'node:crypto'
import type { BundleEntry, Client, Stored } from '../vocabulary/aidbox.ts'
import { auditEntry } from './audit.ts'
import type { OperationCall } from './context.ts'
import { deletions, endSessions } from './ending.ts'
import { conflict, isConflict, notFound } from './errors.ts'
import { latestRequests } from './production-request.ts'
import { factsOf, liveFactsOf } from './smart-app.ts'
import { liveStateOf } from './standing.ts'
import { vendorMail } from './vendor-mail.ts'

export interface Stop {
  clientId: string
  state: 'suspended' | 'withdrawn'
  reason: string
  /** Operation id, for the audit. */
  operation: string
}

/** A vendor's app in the production box; 404 for what was never live, our own Clients included. */
export const liveApp = async (
  { boxes }: Pick<OperationCall, 'boxes'>,
  id: string,
): Promise<Stored<Client>> => {
  const client = /^[A-Za-z0-9.-]{1,64}$/.test(id)
    ? await boxes.production.read('Client', id)
    : undefined
  if (!client || !factsOf(client) || liveStateOf(client) === 'none')
    throw notFound('live application')
  return client
}

/** Suspends or withdraws; its tokens stop at once. A withdrawn app needs a new request to come back. */
export const stopApp = async (call: OperationCall, stop: Stop): Promise<void> => {
  const { production } = call.boxes
  const client = await liveApp(call, stop.clientId)
  const before = liveFactsOf(client).stopped
  if (before?.state === 'withdrawn' && stop.state === 'suspended')
    throw conflict('This application is withdrawn already.')
  const now = call.clock()
  const isRepeat = before?.state === stop.state
  const stopped = isRepeat
    ? before
    : { state: stop.state, since: now.toISOString(), reason: stop.reason }
  if (!isRepeat)
    // A patch, because a whole Client would need its secret, and the sandbox that keeps it may be down.
    await production.patch(
      'Client',
      client.id,
      {
        active: false,
        details: { stopped, ...(stop.state === 'withdrawn' ? { published: null } : {}) },
      },
      { ifMatch: client.meta.versionId },
    )
  await endSessions(production, { client: client.id })
  // A suspended app may come back to its members; a withdrawn one has to be allowed anew.
  if (stop.state === 'withdrawn')
    await production.transaction(
      deletions(await production.searchAll('Grant', { client: client.id })),
    )
  await tell(call, client, {
    ...stop,
    reason: stopped.reason,
    template: `vendor-${stop.state}`,
    key: `${stop.state} ${stopped.since}`,
  })
}

/** A suspended app is live again; members sign in anew, their Grants are still there. */
export const reinstateApp = async (
  call: OperationCall,
  { clientId, reason }: { clientId: string; reason: string },
): Promise<void> => {
  const client = await liveApp(call, clientId)
  const { stopped } = liveFactsOf(client)
  if (stopped?.state === 'withdrawn')
    throw conflict('This application is withdrawn: its vendor has to send a new request.')
  if (!stopped) return // live already; the click before told everybody
  // Recorded before it opens: once the Client is live, nothing would remind a repeat of what is still to be told.
  await tell(call, client, {
    operation: 'reinstate-app',
    reason,
    template: 'vendor-reinstated',
    key: `reinstated ${stopped.since}`,
  })
  await call.boxes.production.patch(
    'Client',
    clientId,
    { active: true, details: { stopped: null } },
    { ifMatch: client.meta.versionId },
  )
}

/** Audit and mail, under ids made from what happened: a second time they exist already. */
const tell = async (
  call: OperationCall,
  client: Stored<Client>,
  news: {
    operation: string
    reason: string
    template: 'vendor-suspended' | 'vendor-withdrawn' | 'vendor-reinstated'
    key: string
  },
): Promise<void> => {
  const { production } = call.boxes
  const now = call.clock()
  const id = createHash('sha256').update(`${client.id} ${news.key}`).digest('hex')
  const request = (await latestRequests(production, [client.id])).get(client.id)
  const entries: BundleEntry[] = [
    auditEntry(
      {
        what: news.operation,
        action: 'U',
        by: call.caller,
        about: [{ client: client.id }],
        reason: news.reason,
        id,
      },
      now,
    ),
    ...(request
      ? vendorMail(
          news.template,
          request,
          { app: client.name ?? client.id, reason: news.reason },
          now,
          id,
        )
      : []),
  ]
  try {
    await production.transaction(entries)
  } catch (error) {
    if (!isConflict(error)) throw error
  }
}
