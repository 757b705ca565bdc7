// Ready-made code for an app's own settings: fhirclient, openid-client, curl.
import type { OAuthType } from '../../../vocabulary/operations.ts'

export interface AppSettings {
  issuer: string
  fhirBase: string
  clientId: string
  oauthType: OAuthType
  redirectUrl: string
  scopes: readonly string[]
}

export const snippetKinds = ['fhirclient', 'openid-client', 'curl'] as const
export type SnippetKind = (typeof snippetKinds)[number]

/** A text as a JavaScript literal. */
const literal = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
/** A text as one argument of a shell. */
const argument = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

const fhirclient = (app: AppSettings): string => `import FHIR from 'fhirclient'

// The page of your Launch URL
await FHIR.oauth2.authorize({
  iss: ${literal(app.fhirBase)},
  clientId: ${literal(app.clientId)},${
    app.oauthType === 'secret'
      ? '\n  clientSecret: process.env.CLIENT_SECRET, // on a server only'
      : ''
  }
  redirectUri: ${literal(app.redirectUrl)},
  scope: ${literal(app.scopes.join(' '))},
  pkceMode: 'required',
})

// The page of your Redirect URL
const client = await FHIR.oauth2.ready()
const patient = await client.patient.read()
`

const openidClient = (app: AppSettings): string => `import * as oauth from 'openid-client'

const config = await oauth.discovery(
  new URL(${literal(app.issuer)}),
  ${literal(app.clientId)},
  undefined,
  ${app.oauthType === 'secret' ? 'oauth.ClientSecretBasic(process.env.CLIENT_SECRET)' : 'oauth.None()'},${
    app.issuer.startsWith('http:')
      ? '\n  { execute: [oauth.allowInsecureRequests] }, // the demo only'
      : ''
  }
)
const verifier = oauth.randomPKCECodeVerifier()
const state = oauth.randomState()
const address = oauth.buildAuthorizationUrl(config, {
  redirect_uri: ${literal(app.redirectUrl)},
  scope: ${literal(app.scopes.join(' '))},
  aud: ${literal(app.fhirBase)},
  state,
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
})

// Send the browser to address.href. When it comes back to your Redirect URL:
const tokens = await oauth.authorizationCodeGrant(config, new URL(request.url, address), {
  pkceCodeVerifier: verifier,
  expectedState: state,
})
`

const curl = (
  app: AppSettings,
): string => `# CODE came to your Redirect URL, VERIFIER is what the PKCE challenge was made of
curl ${argument(`${app.issuer}/auth/token`)} \\
  -d grant_type=authorization_code -d "code=$CODE" -d "code_verifier=$VERIFIER" \\
  --data-urlencode ${argument(`redirect_uri=${app.redirectUrl}`)} \\
  ${app.oauthType === 'secret' ? `-u ${argument(app.clientId)}:"$CLIENT_SECRET"` : `-d ${argument(`client_id=${app.clientId}`)}`}

# TOKEN and PATIENT are access_token and patient of the answer
curl -H "Authorization: Bearer $TOKEN" ${argument(app.fhirBase)}"/Patient/$PATIENT"
`

const byKind: Record<SnippetKind, (app: AppSettings) => string> = {
  fhirclient,
  'openid-client': openidClient,
  curl,
}

/** The code of one kind for one app. */
export const snippetOf = (kind: SnippetKind, app: AppSettings): string => byKind[kind](app)
