// The request log of one app, read from the sandbox's audit: what it asked, what came of it, and when it failed why and what to do.
// Redacted here and not in a page: no token, code, id or name of anybody leaves this file.
import type { Resource, Stored } from '../vocabulary/aidbox.ts'
import {
  type ErrorFact,
  fhirErrors,
  redirectErrors,
  tokenErrors,
} from '../vocabulary/error-catalogue.ts'
import type { AppRequest, AppRequestKind } from '../vocabulary/operations.ts'
import { isRefusalReason, refusalReasons } from '../vocabulary/refusal-reasons.ts'
import { fhirTypes } from '../vocabulary/resource-types.ts'
import type { BoxClient } from './box-client.ts'
import { isRecord, listAt, textAt } from './json.ts'

/** Subtypes of AuditEvents by kind of request: the box's own, the App's (consent), FHIR's interactions. */
const subtypes: Record<AppRequestKind, readonly string[]> = {
  authorize: ['110114', 'consent', 'consent-given', 'consent-refused', 'authorize-refused'],
  token: [
    'token-issued',
    'token-refreshed',
    'token-reused',
    'token-revoked',
    'token-refused',
    'revocation-refused',
    'client-authentication',
  ],
  fhir: [
    'read',
    'vread',
    'search',
    'search-type',
    'history-instance',
    'history-type',
    'operation',
    'capabilities',
    'transaction',
    'create',
    'update',
    'patch',
    'delete',
    'refused',
  ],
}
const kinds = ['authorize', 'token', 'fhir'] as const satisfies readonly AppRequestKind[]

export interface RequestFilter {
  client: string
  kind?: AppRequestKind
  outcome?: 'ok' | 'failed'
}

/** The search that finds the requests of an app, newest first. */
export const requestLogSearch = ({
  client,
  kind,
  outcome,
}: RequestFilter): (readonly [string, string])[] => [
  // By name: boxes find references to Client, no FHIR type, in no agent.
  ['agent-name:exact', client],
  ['subtype', (kind ? [kind] : kinds).flatMap(one => subtypes[one]).join(',')],
  ...(outcome ? [['outcome', outcome === 'ok' ? '0' : '4,8,12'] as const] : []),
  ['_sort', '-date'],
]

/** Whether a box audits sign-ins: whoever asks came by a token, so a box that does has an event of that. */
export const auditsSignIns = async (sandbox: BoxClient): Promise<boolean> =>
  (await sandbox.search('AuditEvent', { subtype: 'token-issued', _count: '1' })).resources.length >
  0

/** One AuditEvent as a line of the log; undefined for what is no request of an app. */
export const requestOf = (event: Stored<Resource>): AppRequest | undefined => {
  const codes = listAt(event, 'subtype').flatMap(coding => textAt(coding, 'code') ?? [])
  const kind = kinds.find(one => codes.some(code => subtypes[one].includes(code)))
  if (!kind) return undefined
  const facts = detailsOf(event)
  const ok = event.outcome === '0' || event.outcome === undefined
  const what = facts.get('what') ?? codes[0] ?? ''
  const type = fhirTypes.find(known => known === facts.get('type'))
  const scope = facts.get('scope') ?? facts.get('scopes')
  const status = kind === 'fhir' ? statusOf(facts, ok) : undefined
  const flow = flowOf(event)
  return {
    id: event.id,
    at: textAt(event, 'recorded') ?? '',
    kind,
    what,
    ok,
    ...(status ? { status } : {}),
    ...(type ? { type } : {}),
    ...(scope && scope !== '-' ? { scopes: scope.split(' ') } : {}),
    ...(flow ? { flow } : {}),
    ...(ok ? {} : why(kind, what, facts, textAt(event, 'outcomeDesc'))),
  }
}

/** Further facts of an event by name. */
export const detailsOf = (event: Resource): Map<string, string> =>
  new Map(
    listAt(event, 'entity').flatMap(entity =>
      listAt(entity, 'detail').flatMap(detail => {
        const [name, value] = [textAt(detail, 'type'), textAt(detail, 'valueString')]
        return name !== undefined && value !== undefined ? [[name, value] as const] : []
      }),
    ),
  )

// Joins what belongs to one sign-in; the beginning is enough to tell them apart.
const flowOf = (event: Resource): string | undefined => {
  const entity = listAt(event, 'entity').find(found => textAt(found, 'name') === 'flow')
  const what = isRecord(entity) && isRecord(entity.what) ? entity.what : {}
  return textAt(what.identifier, 'value')?.slice(0, 8)
}

const statusOf = (facts: Map<string, string>, ok: boolean): number | undefined => {
  const told = Number(facts.get('status'))
  if (told > 0) return told
  if (ok) return 200
  return facts.get('error') === 'login' ? 401 : 403
}

/** What failed without saying why. */
const usualError: Record<string, string> = {
  'client-authentication-failed': 'invalid_client',
  'consent-denied': 'access_denied',
  'consent-refused': 'access_denied',
  'code-replayed': 'invalid_grant',
  'refresh-reused': 'invalid_grant',
}
const usualReason: Record<string, string> = {
  'code-replayed': 'code-used',
  'refresh-reused': 'refresh-used',
}
const catalogues: Record<AppRequestKind, readonly ErrorFact[]> = {
  authorize: redirectErrors,
  token: tokenErrors,
  fhir: fhirErrors,
}

const why = (
  kind: AppRequestKind,
  what: string,
  facts: Map<string, string>,
  said: string | undefined,
): Pick<AppRequest, 'error' | 'cause' | 'fix'> => {
  const error = facts.get('error') ?? usualError[what] ?? 'forbidden'
  const known = catalogues[kind].find(({ code }) => code === error)
  const reason = facts.get('reason') ?? usualReason[what]
  if (isRefusalReason(reason)) return { error, ...refusalReasons[reason] }
  // The box's own words for an OAuth request; of a FHIR request only the code is kept.
  return { error, cause: said ?? known?.means ?? '', fix: known?.next ?? '' }
}
