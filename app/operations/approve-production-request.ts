// approve-production-request: the version that was read goes live, in one transaction with the decision and its record.
// The production Client is made from the request's snapshot, never from the sandbox; only the secret is opened there.
import type { BundleEntry, Client, Stored } from '../../vocabulary/aidbox.ts'
import type { DecisionRequest } from '../../vocabulary/operations.ts'
import { type Operation, type OperationCall, ok } from '../context.ts'
import { decide, demandCurrent, isDecided } from '../decide.ts'
import { parseDecision } from '../decision-input.ts'
import { conflict, invalid, isConflict } from '../errors.ts'
import { keepLogo } from '../logos.ts'
import type { StoredRequest } from '../production-request.ts'
import { requestView } from '../request-view.ts'
import { reviewedRequest } from '../reviewed-request.ts'
import { readSecrets } from '../sealed-secrets.ts'
import { factsOf, liveFactsOf, toClient } from '../smart-app.ts'
import { demandAllowed, demandComplete } from '../smart-app-fields.ts'

export const approveProductionRequest: Operation = async call => {
  const input = parseDecision(call.input)
  demandTicked(input)
  const request = await reviewedRequest(call)
  if (!isDecided(request, 'approved', input)) {
    demandCurrent(request, input)
    demandComplete(request.snapshot)
    demandAllowed(request.snapshot, {
      allowsLoopback: call.config.mode === 'demo',
      verifiedScopes: call.config.verifiedScopes,
    })
    await approve(call, request, input)
    // Afterwards, because a logo may take seconds or fail, and never undoes a decision.
    const notice = await keepLogo(
      call,
      call.boxes.production,
      request.clientId,
      request.snapshot.logoUrl,
    )
    if (notice) call.log.info({ client: request.clientId }, 'approved without its logo')
  }
  const live = await call.boxes.production.read('Client', request.clientId)
  return ok(requestView(await reviewedRequest(call), live, call.clock(), call.config))
}

const approve = async (
  call: OperationCall,
  request: StoredRequest,
  input: DecisionRequest,
): Promise<void> => {
  const live = await call.boxes.production.read('Client', request.clientId)
  if (live && !factsOf(live)) throw conflict('This Client ID belongs to the plan itself.')
  const entry = await liveClient(call, request, live)
  try {
    await decide(call, request, 'approved', input, [entry])
  } catch (error) {
    if (!isConflict(error)) throw error
    // Another click may have been faster with the very same decision.
    if (!isDecided(await reviewedRequest(call), 'approved', input)) throw error
  }
}

const liveClient = async (
  call: OperationCall,
  request: StoredRequest,
  live: Stored<Client> | undefined,
): Promise<BundleEntry> => {
  const now = call.clock().toISOString()
  const { published, stopped } = live ? liveFactsOf(live) : {}
  const client = toClient(
    {
      id: request.clientId,
      owner: request.vendor.id,
      version: request.appVersion,
      createdAt: request.appCreatedAt,
      updatedAt: now,
    },
    request.snapshot,
    await secretOf(call, request),
    {
      published: { since: published?.since ?? now },
      // Suspending is a decision of its own, and so is ending it; only a withdrawn app comes back by approval.
      ...(stopped?.state === 'suspended' ? { stopped } : {}),
    },
  )
  return {
    resource: client,
    request: {
      method: 'PUT',
      url: `Client/${client.id}`,
      ...(live ? { ifMatch: `W/"${live.meta.versionId}"` } : {}),
    },
  }
}

const secretOf = async (
  call: OperationCall,
  { snapshot, clientId }: StoredRequest,
): Promise<string | undefined> => {
  if (snapshot.oauthType !== 'secret') return undefined
  const secrets = await readSecrets(call, clientId)
  if (!secrets)
    throw conflict(
      'The secret of this application is gone from the sandbox: its vendor has to rotate it and send the request again.',
    )
  return secrets.current
}

const demandTicked = ({ checklist }: DecisionRequest): void => {
  const { scopes, redirect, policies, description } = checklist
  const open = Object.entries({ scopes, redirect, policies, description }).filter(
    ([, isTicked]) => !isTicked,
  )
  if (open.length === 0) return
  throw invalid(
    open.map(([name]) => ({
      field: `checklist.${name}`,
      message: `Tick "${name}" in the checklist before approving, or reject with a reason.`,
    })),
  )
}
