// What one request knows so far, what its caller may see, and how it is answered: the types the stages share.
import type { Client, Resource, Session, User } from '../vocabulary/aidbox.ts'
import type { Text } from './text.ts'

/** Claims of an access token that this box signed (RFC 9068 and Aidbox's `atv`, `context`). */
export interface AccessClaims {
  iss: string
  sub: string
  aud?: string | string[]
  iat: number
  exp: number
  jti: string
  client_id?: string
  scope?: string
  atv?: number
  context?: { patient?: string }
  [claim: string]: unknown
}

/** Who asks: nobody (all absent), a Client by Basic, or a Session's User and Client. Resources in FHIR format. */
export interface Caller {
  client?: Client
  user?: User
  session?: Session
  jwt?: AccessClaims
}

/** One HTTP request, parsed as far as every stage needs it. */
export interface Exchange {
  /** Correlation id: in the log, in errors, in X-Request-Id. */
  readonly id: string
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'
  /** Path without query, as requested. */
  readonly path: string
  /** Raw query, without `?`. */
  readonly queryString: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly remoteAddress: string
  readonly scheme: 'http' | 'https'
  /** Parsed JSON, or undefined where there is no body. */
  readonly body: unknown
  /** Fields of a form body (POST _search), in order. */
  readonly form?: readonly (readonly [string, string])[]
}

export type InteractionId =
  | 'FhirRead'
  | 'FhirVRead'
  | 'FhirSearch'
  | 'FhirPostSearch'
  | 'FhirCompartmentSearch'
  | 'FhirCreate'
  | 'FhirUpdate'
  | 'FhirConditionalUpdate'
  | 'FhirPatch'
  | 'FhirDelete'
  | 'FhirConditionalDelete'
  | 'FhirHistoryInstance'
  | 'FhirHistoryType'
  | 'FhirTransaction'
  | 'FhirCapabilities'
  | 'FhirEverything'
  | 'FhirValidate'
  | 'Read'
  | 'Search'
  | 'Create'
  | 'Update'
  | 'Patch'
  | 'Delete'

/** What of one type a caller may see. Storage turns it into SQL before anything is fetched. */
export type View =
  /** Everything of the type. */
  | { kind: 'all' }
  /** Nothing, silently: the type is left out. */
  | { kind: 'none' }
  /** Public directory: only resources that claim a Plan-Net profile. */
  | { kind: 'directory' }
  /**
   * One patient's own and what it points to (vocabulary/compartment.ts). `sensitive` false withholds labelled
   * resources. `queries`: a resource must match one of these scope queries; empty means no such limit.
   * `servable`: types whose resources may make others reachable.
   */
  | {
      kind: 'patient'
      patient: string
      sensitive: boolean
      queries: readonly string[]
      servable: ReadonlySet<string>
    }

/**
 * What the caller may see, asked per type and use, before SQL runs. Throws BoxError 403 where the type is not allowed
 * at all. `include` answers `none` instead for members' tokens without a scope.
 */
export interface Sight {
  view(type: string, use: 'read' | 'search' | 'include' | 'chain'): Promise<View>
}

/** One FHIR interaction, authorised and narrowed, ready to be performed. */
export interface FhirCall {
  interaction: InteractionId
  /** `fhir`: FHIR format; `root`: Aidbox format (system resources only). */
  base: 'fhir' | 'root'
  type?: string
  id?: string
  versionId?: string
  /** `Patient` and its id, for compartment search. */
  compartment?: { type: string; id: string }
  /** A search whose parameters came in a form, and stay out of URLs. */
  posted?: boolean
  /** Query (and form) parameters in order, decoded. */
  query: readonly (readonly [string, string])[]
  /** if-match, if-none-match, if-none-exist, if-modified-since, prefer, content-type, as sent. */
  headers: Readonly<Record<string, string>>
  body: unknown
  sight: Sight
  /** For paging links bound to their caller, and for `next`. */
  callerKey: string
  /**
   * The AuditEvent of a change, to be written in the transaction of the change; it is told nowhere else then. Absent
   * where nobody asks: the box itself, at its start.
   */
  event?: (reply: Pick<Reply, 'status' | 'headers' | 'touched'>) => Resource
  /** Routes, authorises and narrows one Bundle entry as if it were sent alone; throws BoxError. */
  entry: (request: {
    method: string
    url: string
    resource?: Resource
    headers: Record<string, string>
  }) => Promise<FhirCall>
}

/** An answer: JSON text is passed through unparsed. */
export interface Reply {
  status: number
  headers: Record<string, string>
  /** Ready text; absent means an empty body. */
  body?: Text
  /** What was read or changed, for the audit: `Type/id`, and whose record. */
  touched?: { references: readonly string[]; patients: readonly string[] }
}
