// The evidence page: everything is in it, and nothing that a vendor wrote becomes markup.
import { expect, test } from 'vitest'
import type { EvidenceAnswer } from '../../../vocabulary/staff.ts'
import { evidencePage } from './evidence-page.ts'

const snapshot = {
  name: '<script>alert(1)</script>',
  oauthType: 'pkce',
  redirectUrl: 'https://app.example/"onload="x',
  launchUrl: '',
  logoUrl: '',
  organizationName: 'Example & Sons',
  organizationUrl: '',
  privacyPolicyUrl: '',
  securityPolicyUrl: '',
  termsOfServiceUrl: '',
  description: 'First save',
  scopes: ['openid', 'patient/Coverage.rs'],
} as const
const fields = { ...snapshot, scopes: [...snapshot.scopes] }
const checklist = { scopes: true, redirect: false, policies: true, description: true }
const evidence: EvidenceAnswer = {
  madeAt: '2026-11-22T10:00:00Z',
  request: {
    id: 'a.1',
    clientId: 'a',
    name: snapshot.name,
    organizationName: snapshot.organizationName,
    vendor: { id: 'v', name: 'Val', email: 'val@apps.example' },
    state: 'rejected',
    live: 'none',
    sentAt: '2026-11-20T10:00:00Z',
    updatedAt: '2026-11-20T10:00:00Z',
    ageHours: 48,
    dueOn: '2026-11-30',
    overdue: false,
    version: '3',
    snapshot: fields,
    differences: [],
    checks: [{ id: 'https', title: 'All addresses are https', ok: true, detail: 'No plain http.' }],
    decision: {
      by: 'Ada Admin',
      at: '2026-11-21T10:00:00Z',
      outcome: 'rejected',
      reason: 'Say who sees the claims.',
      reasonCodes: ['description-unclear'],
      checklist,
    },
  },
  versions: [
    { version: '1', savedAt: '2026-11-20T10:00:00Z', state: 'pending', snapshot: fields },
    {
      version: '2',
      savedAt: '2026-11-20T11:00:00Z',
      state: 'pending',
      snapshot: { ...fields, description: 'Second save' },
    },
  ],
  mails: [
    {
      id: 'm',
      to: 'val@apps.example',
      template: 'vendor-rejected',
      state: 'sent',
      changedAt: '2026-11-21T10:00:01Z',
      subject: 'It was not approved',
      text: 'Hello Val',
    },
  ],
  audit: [
    {
      id: 'e',
      at: '2026-11-21T10:00:00Z',
      what: 'reject-production-request',
      refused: false,
      patients: [],
      resources: '',
      details: [],
    },
  ],
}

test('the page holds request, versions, checks, decision, mails and audit', () => {
  const page = evidencePage(evidence)
  for (const text of [
    'Version 1,',
    'First save',
    'Second save',
    'No plain http.',
    'Say who sees the claims.',
    'description-unclear',
    'Checklist: redirect</td><td>not ticked',
    'It was not approved',
    'Rejected a production request',
  ])
    expect(page).toContain(text)
})

test('what a vendor wrote stays text', () => {
  const page = evidencePage(evidence)
  expect(page).not.toMatch(/<script|"onload=/)
  expect(page).toContain('Example &amp; Sons')
})
