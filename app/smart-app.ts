// What a vendor fills in ⇄ Client: the sandbox Client as entered, the production Client from the approved snapshot.
import type { Client } from '../vocabulary/aidbox.ts'
import type { ClientDetails } from '../vocabulary/client-details.ts'
import type { SmartAppFields } from '../vocabulary/operations.ts'
import { originsOf } from '../vocabulary/smart-app-urls.ts'
import { isRecord, numberAt, textAt } from './json.ts'

/** Facts of an app that are not in the form. */
export interface SmartAppFacts {
  id: string
  owner: string
  version: number
  createdAt: string
  updatedAt: string
}

const accessSeconds = 1800
/** 13 months: a yearly use never has to ask again. */
const refreshSeconds = 395 * 24 * 3600

/**
 * The Client a box gets. `secret` is always clear text: whether a box would take a hash for one is undocumented.
 * Without redirect URL or scopes there is no `redirect_uri`, so that nothing can be authorised yet; an absent
 * `scope` would mean everything.
 */
export const toClient = (
  facts: SmartAppFacts,
  fields: SmartAppFields,
  secret: string | undefined,
  production: Pick<ClientDetails, 'published' | 'stopped'> = {},
): Client & { id: string } => {
  const isConfidential = fields.oauthType === 'secret'
  const canAuthorize = fields.redirectUrl !== '' && fields.scopes.length > 0
  const origins = originsOf([fields.redirectUrl, fields.launchUrl])
  return {
    resourceType: 'Client',
    id: facts.id,
    active: production.stopped === undefined,
    type: 'smart-app',
    name: fields.name,
    ...filled({ description: fields.description }),
    grant_types: ['authorization_code', 'refresh_token'],
    ...(isConfidential && secret !== undefined ? { secret } : {}),
    ...(fields.scopes.length > 0 ? { scope: fields.scopes } : {}),
    ...(origins.length > 0 ? { allowed_origins: origins } : {}),
    auth: {
      authorization_code: {
        ...(canAuthorize ? { redirect_uri: fields.redirectUrl } : {}),
        token_format: 'jwt',
        secret_required: isConfidential,
        // Confidential apps may use PKCE too; only public ones must.
        pkce: !isConfidential,
        refresh_token: true,
        access_token_expiration: accessSeconds,
        refresh_token_expiration: refreshSeconds,
      },
    },
    ...(fields.launchUrl ? { smart: { launch_uri: fields.launchUrl, name: fields.name } } : {}),
    details: {
      owner: facts.owner,
      version: facts.version,
      createdAt: facts.createdAt,
      updatedAt: facts.updatedAt,
      ...filled({
        organizationName: fields.organizationName,
        organizationUrl: fields.organizationUrl,
        logoUrl: fields.logoUrl,
        privacyPolicyUrl: fields.privacyPolicyUrl,
        securityPolicyUrl: fields.securityPolicyUrl,
        termsOfServiceUrl: fields.termsOfServiceUrl,
        redirectUrl: fields.redirectUrl,
        launchUrl: fields.launchUrl,
      }),
      ...production,
    },
  }
}

/** The form's fields of a Client; empty text where nothing was filled in. */
export const fieldsOf = (client: Client): SmartAppFields => {
  const detail = (key: string) => textAt(client.details, key) ?? ''
  const code = client.auth?.authorization_code
  return {
    name: client.name ?? '',
    oauthType: code?.secret_required ? 'secret' : 'pkce',
    redirectUrl: detail('redirectUrl') || (code?.redirect_uri ?? ''),
    launchUrl: detail('launchUrl') || (client.smart?.launch_uri ?? ''),
    logoUrl: detail('logoUrl'),
    organizationName: detail('organizationName'),
    organizationUrl: detail('organizationUrl'),
    privacyPolicyUrl: detail('privacyPolicyUrl'),
    securityPolicyUrl: detail('securityPolicyUrl'),
    termsOfServiceUrl: detail('termsOfServiceUrl'),
    description: client.description ?? '',
    scopes: client.scope ?? [],
  }
}

/** Facts of a Client that is a vendor's app; undefined for our own Clients. */
export const factsOf = (client: Client): SmartAppFacts | undefined => {
  const owner = textAt(client.details, 'owner')
  if (!owner || !client.id || client.type !== 'smart-app') return undefined
  return {
    id: client.id,
    owner,
    version: numberAt(client.details, 'version') ?? 1,
    createdAt: textAt(client.details, 'createdAt') ?? client.meta?.lastUpdated ?? '',
    updatedAt: textAt(client.details, 'updatedAt') ?? client.meta?.lastUpdated ?? '',
  }
}

/** When and why a production Client was published or stopped. */
export const liveFactsOf = (client: Client): Pick<ClientDetails, 'published' | 'stopped'> => {
  const details = client.details
  const since = isRecord(details) ? textAt(details.published, 'since') : undefined
  const stopped = isRecord(details) ? details.stopped : undefined
  const state = textAt(stopped, 'state')
  return {
    ...(since ? { published: { since } } : {}),
    ...(state === 'suspended' || state === 'withdrawn'
      ? {
          stopped: {
            state,
            since: textAt(stopped, 'since') ?? '',
            reason: textAt(stopped, 'reason') ?? '',
          },
        }
      : {}),
  }
}

const filled = (texts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''))
