// A vendor's apps in the sandbox: found only by their owner; seen with their standing in production.
import type { Client, Stored } from '../vocabulary/aidbox.ts'
import type { SmartAppView } from '../vocabulary/operations.ts'
import type { OperationCall } from './context.ts'
import { notFound } from './errors.ts'
import { personOf } from './persona.ts'
import { factsOf, fieldsOf, type SmartAppFacts } from './smart-app.ts'
import { missingFields } from './smart-app-fields.ts'
import { type KnownOrNot, standingsIfUp, statesIn, unknownStanding } from './standing.ts'

export interface OwnApp {
  client: Stored<Client>
  facts: SmartAppFacts
}

/** The app that the path names, if it is the caller's; somebody else's answers exactly as one that does not exist. */
export const ownApp = async (call: OperationCall): Promise<OwnApp> => {
  const id = call.params.id ?? ''
  // Ids of another form exist nowhere, and must not become part of a path.
  const client = /^[A-Za-z0-9.-]{1,64}$/.test(id)
    ? await call.boxes.sandbox.read('Client', id)
    : undefined
  const facts = client && factsOf(client)
  if (!client || !facts || !mayUse(call, facts)) throw notFound('application')
  return { client, facts }
}

/** All apps of the caller, newest first; the box's own admin sees everybody's. */
export const ownApps = async (call: OperationCall): Promise<OwnApp[]> => {
  const clients = await call.boxes.sandbox.searchAll('Client', [
    ['.type', 'smart-app'],
    ...(call.caller.isOperator ? [] : [['.details.owner', personOf(call).id] as const]),
  ])
  return clients
    .flatMap(client => {
      const facts = factsOf(client)
      // The search said so already; asked again because nothing else separates two vendors.
      return facts && mayUse(call, facts) ? [{ client, facts }] : []
    })
    .sort((one, other) => other.facts.createdAt.localeCompare(one.facts.createdAt))
}

/** What the vendor sees of one app. */
export const viewOf = ({ client, facts }: OwnApp, standing: KnownOrNot): SmartAppView => {
  const fields = fieldsOf(client)
  return {
    ...fields,
    id: facts.id,
    version: facts.version,
    hasSecret: fields.oauthType === 'secret',
    createdAt: facts.createdAt,
    updatedAt: facts.updatedAt,
    ...statesIn(standing),
    missing: missingFields(fields),
  }
}

/** The same, with the standing asked for; `unknown` while production is down. */
export const viewNow = async (call: OperationCall, app: OwnApp): Promise<SmartAppView> => {
  const standing = await standingsIfUp(call.boxes.production, [app.facts.id])
  return viewOf(app, standing.get(app.facts.id) ?? unknownStanding)
}

const mayUse = ({ caller }: OperationCall, { owner }: SmartAppFacts): boolean =>
  caller.isOperator || (caller.user !== undefined && caller.user.id === owner)
