// delete-app: an app that is neither live nor under review, with its secret, logo, Grants and Sessions in the sandbox.
import { auditEntry } from '../audit.ts'
import { done, type Operation } from '../context.ts'
import { deletions, endSessions } from '../ending.ts'
import { conflict } from '../errors.ts'
import { ownApp } from '../own-apps.ts'
import { liveStateOf, standingOf } from '../standing.ts'

export const deleteApp: Operation = async call => {
  const { client, facts } = await ownApp(call)
  // Production must answer first: without it nobody knows whether members use this app.
  const { request, live } = await standingOf(call.boxes.production, facts.id)
  const state = liveStateOf(live)
  if (state === 'live' || state === 'suspended')
    throw conflict(
      `This application is ${state} in production. Withdraw it first; deleting it would take its secret and your way to update it.`,
    )
  if (request?.state === 'pending')
    throw conflict('Its production request is pending. Withdraw the request first.')

  const { sandbox } = call.boxes
  const grants = await sandbox.searchAll('Grant', { client: facts.id })
  await sandbox.transaction([
    {
      request: {
        method: 'DELETE',
        url: `Client/${facts.id}`,
        ifMatch: `W/"${client.meta.versionId}"`,
      },
    },
    { request: { method: 'DELETE', url: `Basic/${facts.id}` } },
    { request: { method: 'DELETE', url: `Binary/${facts.id}` } },
    ...deletions(grants),
    auditEntry(
      { what: 'delete-app', action: 'D', by: call.caller, about: [{ client: facts.id }] },
      call.clock(),
    ),
  ])
  // After the Client, so that no token is made behind our back; without it they are worth nothing already.
  await endSessions(sandbox, { client: facts.id })
  return done()
}
