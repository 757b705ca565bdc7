// Is an app ready for production? What its form says, and what it was seen doing in the sandbox; told, never a barrier of its own.
import type {
  AppRequest,
  ReadinessAnswer,
  ReadinessItem,
  SmartAppFields,
} from '../vocabulary/operations.ts'
import { readinessTitles } from '../vocabulary/readiness.ts'
import { parseScope } from '../vocabulary/scopes.ts'
import type { BoxClient } from './box-client.ts'
import { auditsSignIns, requestLogSearch, requestOf } from './request-log.ts'
import { fieldLabels, missingFields, urlFaults } from './smart-app-fields.ts'

/** So many of the latest requests are looked at. */
const mostRequests = 1000

/** Looks at an app's form and at its latest requests in the sandbox. */
export const readinessOf = async (
  sandbox: BoxClient,
  client: string,
  fields: SmartAppFields,
  allowsLoopback: boolean,
): Promise<ReadinessAnswer> => {
  const [seen, signInsAudited] = await Promise.all([
    latestRequests(sandbox, client),
    auditsSignIns(sandbox),
  ])
  return {
    items: [
      formItem(fields),
      urlsItem(fields, allowsLoopback),
      ...seenItems(fields, seen, signInsAudited),
    ],
    looked: seen.length,
    signInsAudited,
  }
}

const latestRequests = async (sandbox: BoxClient, client: string): Promise<AppRequest[]> => {
  const found: AppRequest[] = []
  for (let page = 1; page <= mostRequests / 500; page++) {
    const { resources } = await sandbox.search('AuditEvent', [
      ...requestLogSearch({ client }),
      ['_count', '500'],
      ['_page', String(page)],
    ])
    found.push(...resources.flatMap(event => requestOf(event) ?? []))
    if (resources.length < 500) break
  }
  return found
}

/** The items that only watching can tick; `seen` is newest first. */
export const seenItems = (
  fields: SmartAppFields,
  seen: readonly AppRequest[],
  signInsAudited: boolean,
): ReadinessItem[] => {
  const signIns = [tokenItem(fields, seen), refreshItem(fields, seen), revokedItem(seen)]
  return [
    ...signIns.map(found =>
      signInsAudited || found.state !== 'unseen'
        ? found
        : item(
            found.id,
            'unseen',
            'This server does not record sign-ins: show it to the reviewer.',
          ),
    ),
    callItem(seen),
    scopesItem(fields, seen),
  ]
}

const item = (
  id: ReadinessItem['id'],
  state: ReadinessItem['state'],
  detail: string,
): ReadinessItem => ({ id, title: readinessTitles[id], state, detail })

const formItem = (fields: SmartAppFields): ReadinessItem => {
  const missing = missingFields(fields).map(name => fieldLabels[name])
  return missing.length > 0
    ? item('form', 'missing', `Fill in ${missing.join(', ')}.`)
    : item('form', 'ok', 'Every required field is filled in.')
}

const urlsItem = (fields: SmartAppFields, allowsLoopback: boolean): ReadinessItem => {
  const faults = urlFaults(fields, allowsLoopback)
  return faults.length > 0
    ? item('urls', 'missing', faults.map(({ message }) => message).join(' '))
    : item('urls', 'ok', 'All addresses are of the kinds that production takes.')
}

const tokenItem = ({ oauthType }: SmartAppFields, seen: readonly AppRequest[]): ReadinessItem => {
  const proof = oauthType === 'pkce' ? 'PKCE' : 'the Client Secret'
  return seen.some(({ what }) => what === 'token-issued')
    ? item('proof', 'ok', `A code was exchanged with ${proof}.`)
    : item('proof', 'unseen', `Sign in with your app: it gets its first token with ${proof}.`)
}

const refreshItem = ({ scopes }: SmartAppFields, seen: readonly AppRequest[]): ReadinessItem => {
  if (!scopes.includes('offline_access'))
    return item('refresh', 'ok', 'It does not ask for offline_access, so there is none to use.')
  return seen.some(({ what }) => what === 'token-refreshed')
    ? item('refresh', 'ok', 'It refreshed a token.')
    : item('refresh', 'unseen', 'Let a token be over, or refresh it: the app gets a new one.')
}

const revokedItem = (seen: readonly AppRequest[]): ReadinessItem => {
  // The first one there was: an app that coped with one has shown that it can.
  const at = seen.findLastIndex(
    ({ what, status }) => what === 'access-token-refused' && status === 401,
  )
  if (at < 0)
    return item(
      'revoked',
      'unseen',
      'Revoke the access of your app (Reset does it too) and use the app again: it should ask to sign in.',
    )
  const afterwards = seen.slice(0, at)
  return afterwards.some(({ what }) => what === 'token-issued' || what === 'token-refreshed')
    ? item('revoked', 'ok', 'After a 401 it got a new token.')
    : item('revoked', 'missing', 'After a 401 it did not get a new token: start the sign-in again.')
}

const callItem = (seen: readonly AppRequest[]): ReadinessItem => {
  const calls = seen.filter(({ kind, ok }) => kind === 'fhir' && ok).length
  return calls > 0
    ? item('call', 'ok', `${calls} of its latest requests read something.`)
    : item('call', 'unseen', 'Read the record of your synthetic member with your app.')
}

const scopesItem = ({ scopes }: SmartAppFields, seen: readonly AppRequest[]): ReadinessItem => {
  const asked = new Set(scopes.flatMap(scope => parseScope(scope)?.type ?? []))
  const used = new Set(seen.flatMap(({ ok, type }) => (ok && type ? [type] : [])))
  const idle = [...asked].filter(type => type !== '*' && !used.has(type))
  if (asked.size === 0)
    return item('scopes', 'missing', 'It asks for no health data: choose scopes in the form.')
  return idle.length === 0
    ? item('scopes', 'ok', 'It read every kind of data it asks for.')
    : item('scopes', 'unseen', `Never read: ${idle.join(', ')}. Leave out what it does not need.`)
}
