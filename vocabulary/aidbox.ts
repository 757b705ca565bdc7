// Aidbox’s resources as this project writes them, in FHIR format.

/** FHIR's Reference, as far as rooms share it. */
export interface Reference {
  reference?: string
  type?: string
  identifier?: { system?: string; value?: string }
  display?: string
}

/** Metadata of a stored resource; `versionId` is the box's transaction number as text. */
export interface Meta {
  versionId?: string
  lastUpdated?: string
  /** Where the content came from (FHIR R4). */
  source?: string
  profile?: string[]
  security?: { system?: string; code?: string; display?: string }[]
  tag?: { system?: string; code?: string; display?: string }[]
  extension?: Extension[]
}

export interface Extension {
  url: string
  valueDateTime?: string
  valueString?: string
  valueBoolean?: boolean
  valueInteger?: number
  valueCode?: string
  valueReference?: Reference
}

/** Any resource: the type is known, the rest is looked at by those who know it. */
export interface Resource {
  resourceType: string
  id?: string
  meta?: Meta
  [field: string]: unknown
}

/** A resource that a box has stored. */
export type Stored<R extends Resource = Resource> = R & {
  id: string
  meta: Meta & { versionId: string }
}

export interface BundleEntry {
  fullUrl?: string
  resource?: Resource
  request?: {
    method: string
    url: string
    ifMatch?: string
    ifNoneExist?: string
    ifNoneMatch?: string
  }
  response?: {
    status: string
    location?: string
    etag?: string
    lastModified?: string
    outcome?: Resource
  }
  search?: { mode: 'match' | 'include' | 'outcome' }
}

export interface Bundle extends Resource {
  resourceType: 'Bundle'
  type: string
  total?: number
  link?: { relation: string; url: string }[]
  entry?: BundleEntry[]
}

/** How one grant type of a Client is set up; lifetimes in seconds. */
export interface ClientAuth {
  redirect_uri?: string
  token_format?: 'jwt'
  secret_required?: boolean
  pkce?: boolean
  audience?: string[]
  refresh_token?: boolean
  access_token_expiration?: number
  refresh_token_expiration?: number
  client_assertion_types?: string[]
}

export interface Client extends Resource {
  resourceType: 'Client'
  active?: boolean
  name?: string
  description?: string
  type?: string
  first_party?: boolean
  trusted?: boolean
  grant_types?: string[]
  secret?: string
  scope?: string[]
  allowed_origins?: string[]
  jwks?: Record<string, unknown>[]
  jwks_uri?: string
  auth?: { authorization_code?: ClientAuth; client_credentials?: ClientAuth }
  smart?: { launch_uri?: string; name?: string; description?: string }
  details?: Record<string, unknown>
}

export interface User extends Resource {
  resourceType: 'User'
  active?: boolean
  inactive?: boolean
  userName?: string
  email?: string
  password?: string
  name?: { formatted?: string; givenName?: string; familyName?: string }
  roles?: { type?: string; value?: string; display?: string }[]
  fhirUser?: Reference
  preferredLanguage?: string
  data?: Record<string, unknown>
  twoFactor?: { enabled: boolean; transport?: string; secretKey: string }
}

/** How a box signs people in; what of it we set. */
export interface AuthConfig extends Resource {
  resourceType: 'AuthConfig'
  theme?: { brand?: string }
  twoFactor?: { issuerName?: string; validPastTokensCount?: number }
}

/** One login or one token family; times in epoch seconds where Aidbox has integers. */
export interface Session extends Resource {
  resourceType: 'Session'
  type?: string
  active?: boolean
  jti?: string
  exp?: number
  refresh_token_exp?: number
  start?: string
  end?: string
  iss?: string
  audience?: string
  access_token?: string
  refresh_token?: string
  authorization_code?: string
  scope?: string[]
  ctx?: Record<string, unknown>
  client?: Reference
  user?: Reference
  patient?: Reference
  parent?: Reference
  'on-behalf'?: Reference
}

/** A member's yes to a Client: what was asked, what was ticked. */
export interface Grant extends Resource {
  resourceType: 'Grant'
  user?: Reference
  client?: Reference
  patient?: Reference
  'requested-scope'?: string[]
  'provided-scope'?: string[]
  scope?: string
  start?: string
}

/** `Grant.meta.extension` urls that our bundle declares. */
export const grantExtensions = {
  /** When the member's yes ends (valueDateTime); absent: when the refresh token's lifetime is over. */
  end: 'https://plan-api.example/fhir/StructureDefinition/grant-end',
  /** Whether resources labelled sensitive are included (valueBoolean); absent: they are withheld. */
  sensitive: 'https://plan-api.example/fhir/StructureDefinition/grant-sensitive',
  /** The language in which the member said yes (valueCode); mails about it are in that language. */
  language: 'https://plan-api.example/fhir/StructureDefinition/grant-language',
} as const

export interface AccessPolicy extends Resource {
  resourceType: 'AccessPolicy'
  description?: string
  engine?: string
  type?: 'rest' | 'rpc' | 'scope'
  roleName?: string
  link?: (Reference & { resourceType?: string; id?: string })[]
  matcho?: unknown
  schema?: unknown
  rpc?: Record<string, unknown>
  sql?: { query?: string }
  and?: AccessPolicy[]
  or?: AccessPolicy[]
}

export interface AppOperation {
  method: string
  path: (string | { name: string })[]
  policies?: Record<string, Omit<AccessPolicy, 'resourceType'>>
  timeout?: number
}

export interface App extends Resource {
  resourceType: 'App'
  apiVersion: number
  type: string
  endpoint?: { url?: string; type?: string; secret?: string }
  operations?: Record<string, AppOperation>
}
