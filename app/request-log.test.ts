// A line of the request log says what failed and what to do, and nothing of whose record it was.
import { expect, test } from 'vitest'
import type { Resource, Stored } from '../vocabulary/aidbox.ts'
import { requestOf } from './request-log.ts'

const event = (more: Record<string, unknown>): Stored<Resource> => ({
  resourceType: 'AuditEvent',
  id: 'a1',
  meta: { versionId: '1' },
  recorded: '2026-01-02T03:04:05.000Z',
  outcome: '0',
  agent: [{ name: 'app-1', who: { reference: 'Client/app-1' }, network: { address: '10.0.0.7' } }],
  entity: [{ what: { reference: 'Patient/somebody' } }],
  ...more,
})
const detail = (facts: Record<string, string>) => ({
  detail: Object.entries(facts).map(([type, valueString]) => ({ type, valueString })),
})

test('a refused exchange names the cause and the way out', () => {
  const line = requestOf(
    event({
      outcome: '4',
      outcomeDesc: 'The code is unknown, over, used, …',
      subtype: [{ code: 'token-refused' }],
      entity: [
        detail({ what: 'token-refused', error: 'invalid_grant', reason: 'verifier-differs' }),
      ],
    }),
  )
  expect(line).toMatchObject({ kind: 'token', ok: false, error: 'invalid_grant' })
  expect(line?.cause).toContain('code_verifier does not fit')
  expect(line?.fix).toContain('Keep the verifier')
})

test('a FHIR call tells its type, and neither patient nor address', () => {
  const line = requestOf(
    event({
      subtype: [{ code: 'search-type' }],
      entity: [
        { what: { reference: 'Patient/somebody' } },
        { what: { identifier: { value: 'flow-of-0123456789' } }, name: 'flow' },
        detail({ type: 'Coverage', resources: 'Coverage/secret-id' }),
      ],
    }),
  )
  expect(line).toEqual({
    id: 'a1',
    at: '2026-01-02T03:04:05.000Z',
    kind: 'fhir',
    what: 'search-type',
    ok: true,
    status: 200,
    type: 'Coverage',
    flow: 'flow-of-',
  })
})

test('a path that names no resource type does not travel into the log', () => {
  const line = requestOf(
    event({
      outcome: '4',
      subtype: [{ code: 'read' }],
      entity: [detail({ type: 'JaneDoe', status: '404', error: 'not-found' })],
    }),
  )
  expect(JSON.stringify(line)).not.toContain('JaneDoe')
  expect(line).toMatchObject({ status: 404, error: 'not-found', fix: expect.stringMatching(/./) })
})

test('events that are no request of an app are no line', () => {
  expect(requestOf(event({ subtype: [{ code: 'update-app' }] }))).toBeUndefined()
})
