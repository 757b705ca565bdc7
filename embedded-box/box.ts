// One embedded box: its configuration and the parts that every room of it is handed. Built in index.ts, nowhere else.
import type { Logger } from 'pino'
import type { Bundle } from '../vocabulary/aidbox.ts'
import type { Validation, ValidationConfig } from './fhir/validate/validation.ts'
import type { Resources } from './storage/resources.ts'
import type { Database } from './storage/sql.ts'

export interface BoxConfig {
  /** For logs and messages: `sandbox`, `production`. */
  name: string
  host: string
  port: number
  /** Public URL without trailing slash: issuer, links, `aud` = baseUrl + '/fhir'. */
  baseUrl: string
  mode: 'demo' | 'production'
  /** Opens `?__debug=policy` to whoever asks; refused in production. */
  developmentMode?: boolean
  database:
    | { kind: 'pglite'; folder?: string }
    | { kind: 'postgres'; url: string; poolSize?: number }
  /** PEM certificate chain and key: the box then speaks https itself; absent: http, with a proxy in front. */
  tls?: { cert: string; key: string }
  /** Init bundle, run before listening at every start. */
  bundle: Bundle
  /** Secret of Client/root (Basic, full access); absent: there is no root. */
  rootSecret?: string
  keys: {
    /** RS256, PKCS#8 PEM. */
    privateKey: string
    publicKey: string
    /** Still published, no longer signing. */
    previousPublicKey?: string
    /** At least 32 bytes: launch tokens (HS256). */
    secret: string
  }
  /** Absolute URL of the consent page; absent: the box's own plain /auth/grant. */
  grantPageUrl?: string
  /** Origins of our portals that may call App routes and FHIR; `*` is for discovery and public reads only. */
  corsOrigins: readonly string[]
  /** FHIR packages whose profiles are checked; absent: only FHIR R4 itself is. */
  packages?: ValidationConfig
  /** Addresses or networks whose `X-Forwarded-For` is believed; absent: nobody's, the connection's own address counts. */
  trustedProxies?: readonly string[]
  /** When a parent's access to a child's record ends; absent: 18. */
  ageOfMajority?: number
  /** Whether admins must have a second factor; absent: in production mode they must. Who has one is always asked. */
  adminTwoFactor?: boolean
  /** The plan's colour (`#rrggbb`) and logo on the box's own pages; its name there is AuthConfig's `theme.brand`. */
  look?: { color?: string; logo?: { type: string; content: Buffer } }
  /** Set by tests that need more or fewer; defaults are those of the SMART contract section 6. */
  limits?: Partial<Limits>
  /** Where its log lines go; absent: standard error. */
  log?: Logger
  /** Version text in `/health` and metadata. */
  version?: string
}

/** Throttles; numbers a minute unless said otherwise. */
export interface Limits {
  loginFailuresPerAccount: number
  loginFailuresPerAddress: number
  clientFailuresPerMinute: number
  authorizePerMinute: number
  /** Refusals of an app, by address, that are written into the audit. */
  refusalsPerMinute: number
  /** Anonymous API requests an address may make in a minute. */
  anonymousPerMinute: number
  maxBodyBytes: number
}

export interface Box {
  config: BoxConfig
  database: Database
  resources: Resources
  /** Absent in tests that need none. */
  validation?: Validation
  /** Now; passed in so that tests need not sleep. */
  clock: () => Date
  /** A fresh, unguessable id (UUID v4 shape). */
  newId: () => string
  log: Logger
}
