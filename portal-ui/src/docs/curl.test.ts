// Calls as lines for the shell, from the real API description.
import { expect, test } from 'vitest'
import { apiDocument } from '../../../vocabulary/openapi/document.ts'
import { curlOf } from './curl.ts'
import { describedIn, matching } from './described.ts'

const base = 'https://fhir.plan.example'
const all = describedIn(apiDocument({ production: base, sandbox: 'https://sandbox.plan.example' }))
const named = (id: string) => {
  const found = all.find(({ operation }) => operation.operationId === id)
  if (!found) throw new Error(`no ${id}`)
  return found
}
const call = { base, path: {}, query: '', token: false }

test('a public search is one line anybody can paste', () => {
  const query = 'specialty=http://nucc.org/provider-taxonomy|207Q00000X&_count=5'
  expect(curlOf(named('searchPractitionerRole'), { ...call, query })).toBe(
    "curl 'https://fhir.plan.example/fhir/PractitionerRole?specialty=http://nucc.org/provider-taxonomy|207Q00000X&_count=5'",
  )
})

test('a call with a token holds the name of a variable, never the token', () => {
  expect(curlOf(named('readCoverage'), { ...call, path: { id: 'c1' }, token: true })).toBe(
    'curl \'https://fhir.plan.example/fhir/Coverage/c1\' \\\n  -H "Authorization: Bearer $TOKEN"',
  )
})

test('quotes in a value cannot end the argument', () => {
  const line = curlOf(named('searchPractitioner'), { ...call, query: "name=O'Brien" })
  expect(line).toBe("curl 'https://fhir.plan.example/fhir/Practitioner?name=O%27Brien'")
  expect(curlOf(named('readCoverage'), { ...call, path: { id: "a'; b" } })).not.toContain("a'; b'")
})

test('a search by POST sends its parameters as a form, a body goes as JSON', () => {
  expect(curlOf(named('searchCoverageByPost'), { ...call, query: '_count=5' })).toBe(
    "curl 'https://fhir.plan.example/fhir/Coverage/_search' \\\n  -d '_count=5'",
  )
  expect(curlOf(named('request-password-reset'), call)).toContain(
    `-d '{"email":"val@example.com"}'`,
  )
  expect(curlOf(named('delete-app'), call)).toContain('-X DELETE')
})

test('operations are found by words of method, path and summary', () => {
  const found = matching(all, 'read coverage').map(({ operation }) => operation.operationId)
  expect(found).toEqual(['readCoverage'])
})
