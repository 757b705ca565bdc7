// Where client secrets are kept for the vendor to read again: a Basic resource of the sandbox, id = Client id, sealed.
// During a rotation it holds two: the current one, and the next one until both boxes have it.
import { randomBytes } from 'node:crypto'
import type { BundleEntry, Resource, Stored } from '../vocabulary/aidbox.ts'
import { planApiSystems } from '../vocabulary/client-details.ts'
import type { AppContext } from './context.ts'
import { listAt, textAt } from './json.ts'
import { open, seal } from './seal.ts'

export interface SecretPair {
  current: string
  /** Made by a rotation that is under way, or was interrupted. */
  next?: string
  /** Version of the Basic that holds them. */
  version: string
}

const currentSystem = 'https://plan-api.example/fhir/sealed-secret'
const nextSystem = 'https://plan-api.example/fhir/sealed-secret-next'

/** 256 random bits, safe in forms and headers. */
export const freshSecret = (): string => randomBytes(32).toString('base64url')

/** The secrets of an app, opened; undefined when it has none. */
export const readSecrets = async (
  app: AppContext,
  clientId: string,
): Promise<SecretPair | undefined> => {
  const basic = await app.boxes.sandbox.read('Basic', clientId)
  if (!basic) return undefined
  const current = opened(app, clientId, basic, currentSystem)
  if (current === undefined) return undefined
  const next = opened(app, clientId, basic, nextSystem)
  return { current, ...(next === undefined ? {} : { next }), version: basic.meta.versionId }
}

/** Writes them; with a version only over that version. */
export const keepSecrets = (
  app: AppContext,
  clientId: string,
  secrets: Pick<SecretPair, 'current' | 'next'>,
  version: string,
): Promise<Stored> =>
  app.boxes.sandbox.update(sealedSecret(app, clientId, secrets), { ifMatch: version })

/** The entry that keeps a new app's secret, for the transaction that makes the app. */
export const sealedSecretEntry = (
  app: AppContext,
  clientId: string,
  current: string,
): BundleEntry => ({
  resource: sealedSecret(app, clientId, { current }),
  request: { method: 'PUT', url: `Basic/${clientId}` },
})

const sealedSecret = (
  { config: { sealingKeys } }: AppContext,
  clientId: string,
  { current, next }: Pick<SecretPair, 'current' | 'next'>,
): Resource & { id: string } => ({
  resourceType: 'Basic',
  id: clientId,
  code: { coding: [{ system: planApiSystems.code, code: 'sealed-secret' }] },
  identifier: [
    { system: currentSystem, value: seal(sealingKeys, clientId, current) },
    ...(next === undefined
      ? []
      : [{ system: nextSystem, value: seal(sealingKeys, clientId, next) }]),
  ],
})

const opened = (
  { config: { sealingKeys } }: AppContext,
  clientId: string,
  basic: Resource,
  system: string,
): string | undefined => {
  const found = listAt(basic, 'identifier').find(item => textAt(item, 'system') === system)
  const sealed = textAt(found, 'value')
  return sealed === undefined ? undefined : open(sealingKeys, clientId, sealed)
}
