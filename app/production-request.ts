// A production request: its states and moves, and the Task of the production box that keeps it. Nobody else knows how.
// `input` is the snapshot an admin decides on; each save while it is pending makes a new version of the Task.
import type { Resource, Stored } from '../vocabulary/aidbox.ts'
import { planApiSystems } from '../vocabulary/client-details.ts'
import type {
  ProductionRequestAnswer,
  ReadinessItem,
  RequestState,
  ReviewChecklist,
  SmartAppFields,
} from '../vocabulary/operations.ts'
import { readinessIds, readinessTitles } from '../vocabulary/readiness.ts'
import type { BoxClient } from './box-client.ts'
import { conflict } from './errors.ts'
import { isRecord, listAt, textAt } from './json.ts'
import { fieldNames } from './smart-app-fields.ts'

export interface Decision {
  outcome: 'approved' | 'rejected'
  by: string
  at: string
  /** Version of the request that was read and decided on. */
  onVersion: string
  reason?: string
  reasonCodes?: readonly string[]
  /** What the App had checked by itself when it was decided; absent in decisions of older versions. */
  checks?: ProductionRequestAnswer['checks']
  note?: string
  checklist: ReviewChecklist
}

type KnownState = Exclude<RequestState, 'draft' | 'unknown'>

export interface ProductionRequest {
  id: string
  clientId: string
  /** 1 for the first request of an app, 2 for the next … */
  sequence: number
  state: KnownState
  vendor: { id: string; name: string; email: string }
  snapshot: SmartAppFields
  /** Version of the app when the snapshot was taken, and since when the app exists. */
  appVersion: number
  appCreatedAt: string
  sentAt: string
  updatedAt: string
  /** What the app had shown in the sandbox when it was sent. */
  readiness?: readonly ReadinessItem[]
  decision?: Decision
}

/** A request as it is stored, with the version that decisions name. */
export type StoredRequest = ProductionRequest & { version: string }

const taskStatus: Record<KnownState, string> = {
  pending: 'requested',
  approved: 'completed',
  rejected: 'rejected',
  withdrawn: 'cancelled',
}
const states: readonly KnownState[] = ['pending', 'approved', 'rejected', 'withdrawn']

/** Only a pending request moves, and it moves once. */
const moves: Record<KnownState, readonly KnownState[]> = {
  pending: ['pending', 'approved', 'rejected', 'withdrawn'],
  approved: [],
  rejected: [],
  withdrawn: [],
}

/** The request in its next state; 409 when it may not go there. */
export const moved = <R extends ProductionRequest>(
  request: R,
  to: KnownState,
  change: Partial<ProductionRequest>,
): R => {
  if (!moves[request.state].includes(to))
    throw conflict(`This request is ${request.state} already. Load it again.`)
  return { ...request, ...change, state: to }
}

/** The search parameters that find requests: by state, by app. */
export const requestSearch = (filter: {
  state?: KnownState
  clientIds?: readonly string[]
}): (readonly [string, string])[] => [
  ['code', `${planApiSystems.code}|production-request`],
  ...(filter.state ? [['status', taskStatus[filter.state]] as const] : []),
  ...(filter.clientIds
    ? [
        [
          'identifier',
          filter.clientIds.map(id => `${planApiSystems.clientId}|${id}`).join(','),
        ] as const,
      ]
    : []),
]

/** The latest request of each of these apps. */
export const latestRequests = async (
  production: BoxClient,
  clientIds: readonly string[],
): Promise<Map<string, StoredRequest>> => {
  const latest = new Map<string, StoredRequest>()
  // So many ids fit into a URL.
  for (let start = 0; start < clientIds.length; start += 40) {
    const ids = clientIds.slice(start, start + 40)
    for (const task of await production.searchAll('Task', requestSearch({ clientIds: ids }))) {
      const request = fromTask(task)
      const known = request && latest.get(request.clientId)
      if (request && (!known || known.sequence < request.sequence))
        latest.set(request.clientId, request)
    }
  }
  return latest
}

/** One request by its id; undefined when there is none. */
export const readRequest = async (
  production: BoxClient,
  id: string,
): Promise<StoredRequest | undefined> => {
  const task = await production.read('Task', id)
  return task && fromTask(task)
}

/** Id of an app's nth request: two clicks at once name the same one. */
export const requestId = (clientId: string, sequence: number): string => `${clientId}.${sequence}`

/** The Task that keeps a request. */
export const toTask = (request: ProductionRequest): Resource & { id: string } => ({
  resourceType: 'Task',
  id: request.id,
  identifier: [{ system: planApiSystems.clientId, value: request.clientId }],
  status: taskStatus[request.state],
  intent: 'proposal',
  code: coded('production-request'),
  description: request.snapshot.name,
  focus: {
    identifier: { system: planApiSystems.clientId, value: request.clientId },
    display: request.snapshot.name,
  },
  authoredOn: request.sentAt,
  lastModified: request.updatedAt,
  requester: {
    identifier: { system: planApiSystems.userId, value: request.vendor.id },
    display: request.vendor.name,
  },
  ...(request.decision?.reason ? { statusReason: { text: request.decision.reason } } : {}),
  input: [
    ...fieldNames.flatMap(name => {
      const value = request.snapshot[name]
      const texts = typeof value === 'string' ? [value].filter(Boolean) : value
      return texts.map(text => ({ type: coded(name), valueString: text }))
    }),
    { type: coded('vendor-email'), valueString: request.vendor.email },
    { type: coded('sequence'), valueInteger: request.sequence },
    { type: coded('app-version'), valueInteger: request.appVersion },
    { type: coded('app-created'), valueDateTime: request.appCreatedAt },
    ...(request.readiness ?? []).map(({ id, state, detail }) => ({
      type: coded(`readiness-${id}`),
      valueString: `${state}: ${detail}`,
    })),
  ],
  ...(request.decision ? { output: outputOf(request.decision) } : {}),
})

/** The request that a Task keeps; undefined when it keeps none. */
export const fromTask = (task: Stored): StoredRequest | undefined => {
  const input = valuesOf(task, 'input')
  const one = (name: string) => String(input.get(name)?.[0] ?? '')
  const state = states.find(candidate => taskStatus[candidate] === task.status)
  const clientId = textAt(listAt(task, 'identifier')[0], 'value')
  const requester = isRecord(task.requester) ? task.requester : {}
  if (!state || !clientId || !hasCode(task, 'production-request')) return undefined
  const decision = decisionOf(task)
  const readiness = readinessIn(input)
  return {
    id: task.id,
    version: task.meta.versionId,
    clientId,
    sequence: Number(one('sequence')),
    state,
    vendor: {
      id: textAt(requester.identifier, 'value') ?? '',
      name: textAt(requester, 'display') ?? '',
      email: one('vendor-email'),
    },
    snapshot: {
      name: one('name'),
      oauthType: one('oauthType') === 'secret' ? 'secret' : 'pkce',
      redirectUrl: one('redirectUrl'),
      launchUrl: one('launchUrl'),
      logoUrl: one('logoUrl'),
      organizationName: one('organizationName'),
      organizationUrl: one('organizationUrl'),
      privacyPolicyUrl: one('privacyPolicyUrl'),
      securityPolicyUrl: one('securityPolicyUrl'),
      termsOfServiceUrl: one('termsOfServiceUrl'),
      description: one('description'),
      scopes: (input.get('scopes') ?? []).map(String),
    },
    appVersion: Number(one('app-version')),
    appCreatedAt: one('app-created'),
    sentAt: textAt(task, 'authoredOn') ?? '',
    updatedAt: textAt(task, 'lastModified') ?? '',
    ...(readiness.length > 0 ? { readiness } : {}),
    ...(decision ? { decision } : {}),
  }
}

const readinessIn = (input: Map<string, unknown[]>): ReadinessItem[] =>
  readinessIds.flatMap(id => {
    const [, state, detail = ''] =
      /^(ok|missing|unseen): (.*)$/.exec(String(input.get(`readiness-${id}`)?.[0] ?? '')) ?? []
    return state === 'ok' || state === 'missing' || state === 'unseen'
      ? [{ id, title: readinessTitles[id], state, detail }]
      : []
  })

const checks = ['scopes', 'redirect', 'policies', 'description'] as const

const outputOf = ({
  outcome,
  by,
  at,
  onVersion,
  reason,
  reasonCodes = [],
  checks: automatic,
  note,
  checklist,
}: Decision) => [
  { type: coded('decision'), valueString: outcome },
  { type: coded('decided-by'), valueString: by },
  { type: coded('decided-at'), valueDateTime: at },
  { type: coded('decided-on-version'), valueString: onVersion },
  ...(reason ? [{ type: coded('reason'), valueString: reason }] : []),
  ...reasonCodes.map(code => ({ type: coded('reason-code'), valueString: code })),
  ...(note ? [{ type: coded('note'), valueString: note }] : []),
  ...(automatic ? [{ type: coded('checks'), valueString: JSON.stringify(automatic) }] : []),
  ...checks.map(check => ({ type: coded(`checked-${check}`), valueBoolean: checklist[check] })),
]

const decisionOf = (task: Stored): Decision | undefined => {
  const output = valuesOf(task, 'output')
  const one = (name: string) => output.get(name)?.[0]
  const text = (name: string) => String(one(name) ?? '')
  const outcome = one('decision')
  if (outcome !== 'approved' && outcome !== 'rejected') return undefined
  const automatic = checksIn(text('checks'))
  const codes = (output.get('reason-code') ?? []).map(String)
  const ticked = (name: string) => one(`checked-${name}`) === true
  return {
    outcome,
    by: text('decided-by'),
    at: text('decided-at'),
    onVersion: text('decided-on-version'),
    ...(text('reason') ? { reason: text('reason') } : {}),
    ...(automatic ? { checks: automatic } : {}),
    ...(codes.length > 0 ? { reasonCodes: codes } : {}),
    ...(text('note') ? { note: text('note') } : {}),
    checklist: {
      scopes: ticked('scopes'),
      redirect: ticked('redirect'),
      policies: ticked('policies'),
      description: ticked('description'),
    },
  }
}

/** Written by `outputOf`, so its outline is enough. */
const checksIn = (text: string): Decision['checks'] => {
  const list: unknown = text === '' ? undefined : JSON.parse(text)
  if (!Array.isArray(list)) return undefined
  return list.filter(isRecord).map(item => ({
    id: textAt(item, 'id') ?? '',
    title: textAt(item, 'title') ?? '',
    ok: item.ok === true,
    detail: textAt(item, 'detail') ?? '',
  }))
}

const coded = (code: string) => ({ coding: [{ system: planApiSystems.code, code }] })

const codesOf = (concept: unknown): string[] =>
  listAt(concept, 'coding').flatMap(coding =>
    textAt(coding, 'system') === planApiSystems.code ? (textAt(coding, 'code') ?? []) : [],
  )

const hasCode = (task: Stored, code: string): boolean => codesOf(task.code).includes(code)

const valuesOf = (task: Stored, list: 'input' | 'output'): Map<string, unknown[]> => {
  const values = new Map<string, unknown[]>()
  for (const item of listAt(task, list)) {
    if (!isRecord(item)) continue
    const value = item.valueString ?? item.valueInteger ?? item.valueDateTime ?? item.valueBoolean
    for (const code of codesOf(item.type)) values.set(code, [...(values.get(code) ?? []), value])
  }
  return values
}
