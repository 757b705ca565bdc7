// What anyone may see of a published app: a projection of its production Client, nothing but what the vendor published.
import type { Client, Stored } from '../vocabulary/aidbox.ts'
import type { PublishedApp } from '../vocabulary/operations.ts'
import { scopeTable } from '../vocabulary/scope-table.ts'
import { narrowScopes, parseScope, scopeInWords } from '../vocabulary/scopes.ts'
import type { AppContext } from './context.ts'
import { logoPath } from './logos.ts'
import { fieldsOf, liveFactsOf } from './smart-app.ts'

/** Since when a Client is in the gallery; undefined when it is not. */
export const publishedSince = (client: Client): string | undefined => {
  const { published, stopped } = liveFactsOf(client)
  const isShown = client.type === 'smart-app' && client.active !== false && !stopped
  return isShown ? published?.since : undefined
}

/** The gallery's view of a published Client; undefined when it is not published. */
export const publishedApp = async (
  app: Pick<AppContext, 'clock' | 'boxes'>,
  client: Stored<Client>,
): Promise<PublishedApp | undefined> => {
  const since = publishedSince(client)
  if (since === undefined) return undefined
  const fields = fieldsOf(client)
  const logo = await logoPath(app, app.boxes.production, client.id)
  return {
    id: client.id,
    name: fields.name,
    description: fields.description,
    organizationName: fields.organizationName,
    organizationUrl: fields.organizationUrl,
    privacyPolicyUrl: fields.privacyPolicyUrl,
    securityPolicyUrl: fields.securityPolicyUrl,
    termsOfServiceUrl: fields.termsOfServiceUrl,
    ...(logo ? { logo } : {}),
    asksFor: kindsInWords(narrowScopes(fields.scopes, undefined)),
    launchable: client.smart?.launch_uri !== undefined,
    since,
  }
}

/** Each kind of data once, in the table's order, then what is no data (`launch` words are left out). */
export const kindsInWords = (scopes: readonly string[]): string[] => {
  const types = new Set(scopes.map(text => parseScope(text)?.type))
  const others = scopes.filter(text => !parseScope(text) && !text.startsWith('launch'))
  return [
    ...Object.entries(scopeTable).flatMap(([type, fact]) => (types.has(type) ? [fact.en] : [])),
    ...others.map(text => scopeInWords(text)),
  ]
}
