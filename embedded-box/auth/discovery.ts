// The .well-known documents: SMART's and OpenID's, from the same facts, so that they never disagree.
import { supportedScopes } from '../../vocabulary/scope-table.ts'
import type { Box } from '../box.ts'

const shared = (base: string) => ({
  issuer: base,
  jwks_uri: `${base}/.well-known/jwks.json`,
  authorization_endpoint: `${base}/auth/authorize`,
  token_endpoint: `${base}/auth/token`,
  introspection_endpoint: `${base}/auth/introspect`,
  revocation_endpoint: `${base}/auth/revoke`,
  userinfo_endpoint: `${base}/auth/userinfo`,
  grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: [
    'client_secret_basic',
    'client_secret_post',
    'private_key_jwt',
  ],
  token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
  scopes_supported: supportedScopes,
})

/** SMART App Launch 2.2, `.well-known/smart-configuration`. */
export const smartConfiguration = ({ config }: Box) => ({
  ...shared(config.baseUrl),
  management_endpoint: `${config.baseUrl}/auth/grants`,
  capabilities: [
    'launch-ehr',
    'launch-standalone',
    'authorize-post',
    'client-public',
    'client-confidential-symmetric',
    'client-confidential-asymmetric',
    'sso-openid-connect',
    'context-banner',
    'context-ehr-patient',
    'context-standalone-patient',
    'permission-offline',
    'permission-patient',
    'permission-user',
    'permission-v1',
    'permission-v2',
  ],
})

/** OpenID Connect Discovery 1.0; also RFC 8414's document. */
export const openidConfiguration = ({ config }: Box) => ({
  ...shared(config.baseUrl),
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  claims_supported: [
    'iss',
    'sub',
    'aud',
    'iat',
    'exp',
    'nonce',
    'auth_time',
    'fhirUser',
    'name',
    'given_name',
    'family_name',
    'email',
  ],
  request_parameter_supported: false,
  request_uri_parameter_supported: false,
  claims_parameter_supported: false,
})
