// How much: SMART scopes × launch context cut every query down before anything is fetched (contract: smart-auth 5, conformance 4).
// A member's `user/X` gives exactly what `patient/X` gives; a token never falls back to what anonymous may see.
import { patientCompartment } from '../../vocabulary/compartment.ts'
import { type ResourceScope, splitScopes } from '../../vocabulary/scopes.ts'
import type { Caller, InteractionId, Sight, View } from '../context.ts'
import { BoxError } from '../errors.ts'
import { text } from '../json.ts'
import type { Route } from '../routes.ts'
import { forbidden } from './authorize.ts'
import { type Letter, scopeFacts } from './scope-facts.ts'

/** What a SMART token may do and whose record it is about; undefined when the caller holds none. */
export interface SmartToken {
  scopes: readonly string[]
  patient?: string
  sensitive: boolean
}

const tokens = new WeakMap<Caller, { token: SmartToken | undefined }>() // a caller outlives a request

/** Present when scopes are enforced: `atv` 2 in the token, or a SMART app's Session behind it. */
export const smartTokenOf = (caller: Caller): SmartToken | undefined => {
  const known = tokens.get(caller) ?? { token: tokenOf(caller) }
  tokens.set(caller, known)
  return known.token
}

const tokenOf = ({ jwt, session, client }: Caller): SmartToken | undefined => {
  const isSmart =
    String(jwt?.atv) === '2' || (session !== undefined && client?.type === 'smart-app')
  if (!isSmart) return undefined
  const scopes = jwt?.scope === undefined ? (session?.scope ?? []) : splitScopes(jwt.scope)
  return { scopes, patient: patientOf(jwt, session), sensitive: session?.ctx?.sensitive === true }
}

/** The one patient in context; none when token and Session do not agree. */
const patientOf = (jwt: Caller['jwt'], session: Caller['session']): string | undefined => {
  const claimed = text(jwt?.context, 'patient')
  const kept =
    text(session?.ctx, 'patient') ?? /^Patient\/(.+)$/.exec(session?.patient?.reference ?? '')?.[1]
  if (session === undefined || kept === undefined) return claimed
  return claimed === undefined || claimed === kept ? kept : undefined
}

/** Which letter of `cruds` an interaction needs; those without one are not for SMART tokens. */
const letterOf: Partial<Record<InteractionId, Letter>> = {
  FhirRead: 'r',
  FhirVRead: 'r',
  FhirHistoryInstance: 'r',
  FhirEverything: 'r',
  FhirSearch: 's',
  FhirPostSearch: 's',
  FhirCompartmentSearch: 's',
  FhirHistoryType: 's',
  FhirCreate: 'c',
  FhirUpdate: 'u',
  FhirConditionalUpdate: 'u',
  FhirPatch: 'u',
  FhirDelete: 'd',
  FhirConditionalDelete: 'd',
}

/** Interactions without a type, whose parts are checked one by one. */
const open: ReadonlySet<InteractionId> = new Set(['FhirTransaction', 'FhirCapabilities'])

/**
 * The scope check that comes before any policy: throws 403 when no scope covers the interaction.
 * An app's token reaches FHIR interactions under `/fhir` and nothing else: no App's operation, no RPC, not the root.
 */
export const requireScope = (token: SmartToken, asked: Route): void => {
  if (asked.kind !== 'fhir' || asked.target.base !== 'fhir') throw beyondScope()
  if (open.has(asked.id)) return
  const letter = letterOf[asked.id]
  const { type } = asked.target
  if (!letter || !type || viewOf(token, type, letter) === undefined) throw beyondScope()
}

/** 403 that tells an app what it lacks (RFC 6750 3.1); the body is Aidbox's. */
const beyondScope = (): BoxError => {
  const { status, outcome } = forbidden()
  return new BoxError(status, outcome, { 'WWW-Authenticate': 'Bearer error="insufficient_scope"' })
}

/** What a token shows of a type; undefined when it shows nothing of it. */
const viewOf = (token: SmartToken, type: string, letter: Letter): View | undefined => {
  const facts = scopeFacts(token.scopes)
  if (facts.broken) return undefined
  const covering = facts.covering(type, letter)
  if (covering.some(({ context }) => context === 'system'))
    return token.patient === undefined ? { kind: 'all' } : undefined
  if (covering.length === 0 || token.patient === undefined) return undefined
  if (!Object.hasOwn(patientCompartment, type)) return undefined
  return {
    kind: 'patient',
    patient: token.patient,
    sensitive: token.sensitive,
    queries: queriesOf(covering),
    servable: facts.servable,
  }
}

/** A scope without a query covers all of the type, whatever others say. */
const queriesOf = (covering: readonly ResourceScope[]): string[] => {
  const queries = covering.flatMap(({ query }) => query ?? [])
  return queries.length < covering.length ? [] : queries
}

export interface Narrowing {
  token?: SmartToken
  interaction: InteractionId
  /** True when nobody would have been let in just so. */
  everybody: boolean
  /** Asks the policies whether the caller may search a type, as an include or a chain does. */
  maySearch: (type: string) => Promise<boolean>
}

/** What this request may see, asked per type and use while it is performed. */
export const narrow = (request: Narrowing): Sight => {
  const { token, interaction, everybody, maySearch } = request
  const asked = new Map<string, Promise<boolean>>()
  const may = (type: string): Promise<boolean> => {
    const known = asked.get(type)
    if (known !== undefined) return known
    const answer = maySearch(type)
    asked.set(type, answer)
    return answer
  }
  const read = letterOf[interaction] === 'r' ? 'r' : 's'
  return {
    view: async (type, use) => {
      const isInline = use === 'include' || use === 'chain'
      if (token) {
        const view = viewOf(token, type, isInline ? 's' : (writeLetter(interaction) ?? read))
        if (view && (!isInline || (await may(type)))) return view
        if (use === 'include') return { kind: 'none' }
        throw forbidden()
      }
      if (isInline && !(await may(type))) throw forbidden()
      return everybody ? { kind: 'directory' } : { kind: 'all' }
    },
  }
}

const writeLetter = (interaction: InteractionId): Letter | undefined => {
  const letter = letterOf[interaction]
  return letter === 'c' || letter === 'u' || letter === 'd' ? letter : undefined
}

/** Everything: the init bundle, which no policy judges. */
export const seesAll: Sight = { view: async () => ({ kind: 'all' }) }
