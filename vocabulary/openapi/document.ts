// The API description (OpenAPI 3.1), generated from the tables that the product itself runs on.
import type { BoxName } from '../operations.ts'
import { scopeTable, scopeWordTable, supportedScopes } from '../scope-table.ts'
import { directoryTag, fhirPaths, recordTag } from './fhir-paths.ts'
import { oauthPaths, oauthTag } from './oauth-paths.ts'
import type { ApiDocument, Server } from './openapi-types.ts'
import { openTag, operationPaths, vendorTag } from './operation-paths.ts'
import { sharedResponses, sharedSchemas } from './shared-answers.ts'

const tags = [
  {
    name: directoryTag,
    description:
      'Doctors, pharmacies, networks and plans (PDex Plan-Net). Anyone may read; no account, no token.',
  },
  {
    name: recordTag,
    description:
      'A member’s claims and clinical record (CARIN Blue Button, US Core), read with a token that the member allowed.',
  },
  {
    name: oauthTag,
    description: 'SMART App Launch 2.2: discovery, authorization, tokens.',
  },
  {
    name: vendorTag,
    description:
      'What the vendor portal does, by HTTP. These take the session of the vendor portal; an app’s token never opens them.',
  },
  { name: openTag, description: 'Open to anyone: enrollment, forgotten passwords, the gallery.' },
] as const

/** The description for two boxes by their public URLs, without trailing slash. */
export const apiDocument = (urls: Record<BoxName, string>): ApiDocument => {
  const production: Server = { url: urls.production, description: 'Production' }
  const sandbox: Server = { url: urls.sandbox, description: 'Sandbox: synthetic members only' }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Plan API',
      version: '1.0.0',
      summary: 'Patient Access and provider directory of a health plan',
      description: 'FHIR R4 (4.0.1) with SMART App Launch. Read-only for apps.',
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    servers: [production, sandbox],
    tags,
    paths: {
      ...fhirPaths(production),
      ...oauthPaths,
      ...operationPaths({ production, sandbox }),
    },
    components: {
      schemas: sharedSchemas,
      responses: sharedResponses,
      securitySchemes: {
        smart: {
          type: 'oauth2',
          description: 'SMART App Launch, authorization code with PKCE.',
          flows: {
            authorizationCode: {
              authorizationUrl: `${urls.sandbox}/auth/authorize`,
              tokenUrl: `${urls.sandbox}/auth/token`,
              refreshUrl: `${urls.sandbox}/auth/token`,
              scopes: Object.fromEntries(supportedScopes.map(scope => [scope, wordsOf(scope)])),
            },
          },
        },
        clientSecret: {
          type: 'http',
          scheme: 'basic',
          description: 'Client ID and Client Secret.',
        },
        portal: { type: 'http', scheme: 'bearer', description: 'Session of the vendor portal.' },
      },
    },
  }
}

const wordsOf = (scope: string): string => {
  const [, type = ''] = /^[a-z]+\/([A-Za-z]+)\./.exec(scope) ?? []
  return scopeTable[type]?.en ?? scopeWordTable[scope]?.en ?? scope
}
