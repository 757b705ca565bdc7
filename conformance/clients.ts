// One Client per suite and way of authenticating, written to the box by its root, with the redirect URL that the kit uses.
import { randomBytes } from 'node:crypto'
import { supportedScopes } from '../vocabulary/scope-table.ts'
import type { World } from './world.ts'

/** How a client proves who it is; `backend` has no user. */
export type ClientKind = 'public' | 'symmetric' | 'asymmetric' | 'backend'

export interface RegisteredClient {
  id: string
  secret?: string
}

export interface Registration {
  id: string
  kind: ClientKind
  redirect: string
  launch: string
  /** Public keys of an asymmetric client. */
  keys: readonly Record<string, unknown>[]
}

/** Writes the Client; a second time it takes the place of the first. */
export const registerClient = async (
  { box, root }: World,
  { id, kind, redirect, launch, keys }: Registration,
): Promise<RegisteredClient> => {
  const secret = kind === 'symmetric' ? randomBytes(32).toString('base64url') : undefined
  const assertion = ['urn:ietf:params:oauth:client-assertion-type:jwt-bearer']
  const client = {
    resourceType: 'Client',
    id,
    name: `Inferno (${id})`,
    type: 'smart-app',
    active: true,
    ...(secret ? { secret } : {}),
    ...(kind === 'asymmetric' || kind === 'backend' ? { jwks: keys } : {}),
    ...(kind === 'backend'
      ? {
          grant_types: ['client_credentials'],
          auth: {
            client_credentials: { client_assertion_types: assertion, token_format: 'jwt' },
          },
          scope: ['system/*.rs'],
        }
      : {
          grant_types: ['authorization_code', 'refresh_token'],
          allowed_origins: [new URL(redirect).origin],
          smart: { launch_uri: launch, name: `Inferno (${id})` },
          auth: {
            authorization_code: {
              redirect_uri: redirect,
              secret_required: kind === 'symmetric',
              pkce: kind === 'public',
              token_format: 'jwt',
              access_token_expiration: 3600,
              refresh_token: true,
              ...(kind === 'asymmetric' ? { client_assertion_types: assertion } : {}),
            },
          },
          scope: supportedScopes,
        }),
  }
  const answer = await fetch(`${box}/Client/${id}`, {
    method: 'PUT',
    headers: { authorization: root, 'content-type': 'application/json' },
    body: JSON.stringify(client),
  })
  if (!answer.ok)
    throw new Error(
      `The box refused Client/${id}: ${answer.status} ${(await answer.text()).slice(0, 300)}`,
    )
  return { id, ...(secret ? { secret } : {}) }
}

/** A launch token for an EHR launch, as the box's root asks for it. */
export const launchToken = async (
  { box, root }: World,
  { client, user, patient }: { client: string; user: string; patient: string },
): Promise<string> => {
  const answer = await fetch(`${box}/rpc`, {
    method: 'POST',
    headers: { authorization: root, 'content-type': 'application/json' },
    body: JSON.stringify({
      method: 'aidbox.smart/get-launch-uri',
      params: { user, iss: `${box}/fhir`, client, ctx: { patient } },
    }),
  })
  const { result }: { result?: { uri?: string } } = await answer.json()
  const launch = result?.uri ? new URL(result.uri).searchParams.get('launch') : null
  if (!launch) throw new Error(`The box gave no launch for Client/${client}: ${answer.status}`)
  return launch
}
