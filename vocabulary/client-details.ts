// `Client.details`: the one free-form place Aidbox gives a Client, and what we keep in it.
// Sandbox: the app as its vendor entered it. Production: the approved snapshot. Portals never see it; operations project it.

/** Identifier systems and code systems of our own facts (contract: where each fact lives). */
export const planApiSystems = {
  /** Task.code and Communication.category codes: enrollment, password-link, production-request, mail; Basic.code sealed-secret. */
  code: 'https://plan-api.example/fhir/CodeSystem/plan-api',
  /** Task.identifier: SHA-256 (hex) of a mailed token. */
  tokenHash: 'https://plan-api.example/fhir/token-hash',
  /** Task.identifier and Task.focus.identifier: the Client id a request is about. */
  clientId: 'https://plan-api.example/fhir/client-id',
  /** RelatedPerson.identifier: the User who acts. */
  userId: 'https://plan-api.example/fhir/user-id',
  /** Communication.identifier: the production request a mail is about. */
  requestId: 'https://plan-api.example/fhir/production-request-id',
} as const

export interface ClientDetails {
  /** Id of the sandbox User who registered it. */
  owner: string
  /** Grows by one with each saved change. */
  version: number
  organizationName: string
  organizationUrl: string
  logoUrl: string
  privacyPolicyUrl: string
  securityPolicyUrl: string
  termsOfServiceUrl: string
  /** As written: loopback and custom schemes included. Also in auth.authorization_code and smart. */
  redirectUrl: string
  launchUrl: string
  createdAt: string
  updatedAt: string
  /** Production only: since when it is in the gallery; absent: not published. */
  published?: { since: string }
  /** Production only: why and when it was suspended or withdrawn. */
  stopped?: { state: 'suspended' | 'withdrawn'; since: string; reason: string }
}
