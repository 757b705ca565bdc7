// The snippets are code that runs: JavaScript that parses, shell that parses, whatever a vendor wrote into the form.
import { execFileSync } from 'node:child_process'
import { stripTypeScriptTypes } from 'node:module'
import { describe, expect, test } from 'vitest'
import { type AppSettings, snippetOf } from './snippets.ts'

const settings: AppSettings = {
  issuer: 'http://localhost:8081',
  fhirBase: 'http://localhost:8081/fhir',
  clientId: 'app-1',
  oauthType: 'pkce',
  redirectUrl: "https://app.example/it's/callback?a=1&b=2",
  scopes: ['launch/patient', 'patient/Coverage.rs'],
}

describe.each(['pkce', 'secret'] as const)('an app with %s', oauthType => {
  const app = { ...settings, oauthType }
  test.each(['fhirclient', 'openid-client'] as const)(
    'gets %s code that parses, with its own settings',
    kind => {
      const code = snippetOf(kind, app)
      expect(() => stripTypeScriptTypes(code)).not.toThrow()
      expect(code).toContain("'app-1'")
      expect(code).toContain("it\\'s/callback")
      expect(code).toContain('launch/patient patient/Coverage.rs')
      expect(code.includes('process.env.CLIENT_SECRET')).toBe(oauthType === 'secret')
    },
  )

  test('gets lines for the shell that parse, and a secret only as the name of a variable', () => {
    const lines = snippetOf('curl', app)
    execFileSync('bash', ['-n'], { input: lines })
    expect(lines.includes('$CLIENT_SECRET')).toBe(oauthType === 'secret')
  })
})

test('insecure requests are allowed for the demo only', () => {
  expect(snippetOf('openid-client', settings)).toContain('allowInsecureRequests')
  const real = { ...settings, issuer: 'https://fhir.plan.example' }
  expect(snippetOf('openid-client', real)).not.toContain('allowInsecureRequests')
})
