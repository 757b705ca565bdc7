// What each operation that vendors (or anyone) may call does, with examples held to its TypeScript shapes by the compiler.
import type {
  AppListAnswer,
  AppRequestsAnswer,
  ConfirmEnrollmentAnswer,
  EnrollVendorRequest,
  ExpireTokensAnswer,
  GalleryAnswer,
  InitializePatientAnswer,
  InitializePatientRequest,
  LaunchAnswer,
  OperationId,
  operations,
  PublishedApp,
  ReadinessAnswer,
  SecretAnswer,
  SmartAppFields,
  SmartAppView,
  SmartAppWithSecret,
  TokenAndPassword,
  WithdrawProductionRequest,
} from '../operations.ts'
import { refusalReasons } from '../refusal-reasons.ts'

/** Personas whose operations the API description holds. */
export const describedPersonas = ['public', 'vendor'] as const

/** Operations of those personas. */
export type DescribedOperation = {
  [Id in OperationId]: (typeof operations)[Id]['persona'] extends (typeof describedPersonas)[number]
    ? Id
    : never
}[OperationId]

export interface OperationExample {
  summary: string
  /** Body of the request; absent: none is sent. */
  body?: unknown
  /** Query parameters: name, what it is, and its values where they are known. */
  query?: readonly (readonly [name: string, description: string, values?: readonly string[]])[]
  /** Fields that may be left out. */
  optional?: readonly string[]
  /** Status of success, with the body of the answer where there is one. */
  status: 200 | 201 | 202 | 204
  answer?: unknown
}

const fields: SmartAppFields = {
  name: 'Claims at a Glance',
  oauthType: 'pkce',
  redirectUrl: 'https://app.example.com/callback',
  launchUrl: 'https://app.example.com/launch',
  logoUrl: 'https://app.example.com/logo.png',
  organizationName: 'Example Health Apps',
  organizationUrl: 'https://example.com/',
  privacyPolicyUrl: 'https://example.com/privacy',
  securityPolicyUrl: 'https://example.com/security',
  termsOfServiceUrl: 'https://example.com/terms',
  description: 'Shows what was billed and what you owe, month by month.',
  scopes: ['openid', 'fhirUser', 'launch/patient', 'patient/ExplanationOfBenefit.rs'],
}

const view: SmartAppView = {
  ...fields,
  id: '0f6a7c1e-5d55-4d0b-9f0e-6f6f1f2d7c11',
  version: 1,
  hasSecret: false,
  createdAt: '2026-11-02T15:04:05.000Z',
  updatedAt: '2026-11-02T15:04:05.000Z',
  request: { state: 'draft' },
  live: { state: 'none' },
  missing: [],
}

const patient: InitializePatientAnswer = {
  patient: { id: 'c2f1', name: 'Ana Field', scenario: 'chronic-adult' },
  counts: { Patient: 1, Coverage: 2, ExplanationOfBenefit: 42 },
}

const published: PublishedApp = {
  id: view.id,
  name: fields.name,
  description: fields.description,
  organizationName: fields.organizationName,
  organizationUrl: fields.organizationUrl,
  privacyPolicyUrl: fields.privacyPolicyUrl,
  securityPolicyUrl: fields.securityPolicyUrl,
  termsOfServiceUrl: fields.termsOfServiceUrl,
  asksFor: ['Your claims, what was billed and what you owe'],
  launchable: true,
  since: '2026-11-03T09:00:00.000Z',
}

const password = { password: 'your password, again' }
const optionalAppFields = Object.keys(fields).filter(name => !['name', 'oauthType'].includes(name))

export const operationExamples: Record<DescribedOperation, OperationExample> = {
  'enroll-vendor': {
    summary: 'Ask for a vendor account; a mail with a link follows',
    body: {
      name: 'Val Vendor',
      email: 'val@example.com',
      organization: 'Example Health Apps',
      website: 'https://example.com',
      reason: 'We draw claims for members.',
    } satisfies EnrollVendorRequest,
    status: 202,
  },
  'confirm-enrollment': {
    summary: 'Open the account with the mailed token, and set its password',
    body: {
      token: 'the token of the mailed link',
      password: 'a-long-enough-passphrase',
    } satisfies TokenAndPassword,
    status: 201,
    answer: { email: 'val@example.com' } satisfies ConfirmEnrollmentAnswer,
  },
  'request-password-reset': {
    summary: 'Ask for a link that sets a new password',
    body: { email: 'val@example.com' },
    status: 202,
  },
  'reset-password': {
    summary: 'Set a new password with the mailed token',
    body: {
      token: 'the token of the mailed link',
      password: 'a-long-enough-passphrase',
    } satisfies TokenAndPassword,
    status: 204,
  },
  'list-apps': {
    summary: 'Your apps, your synthetic patient, and the scenarios to choose from',
    status: 200,
    answer: {
      apps: [view],
      patient: patient.patient,
      scenarios: [
        {
          id: 'chronic-adult',
          title: 'Adult with diabetes',
          description: 'Visits, laboratory, monthly medicines.',
        },
      ],
      firstSteps: { token: true, call: false },
    } satisfies AppListAnswer,
  },
  'register-app': {
    summary: 'Register an app; its Client ID is made, and a secret where it has one',
    body: fields,
    optional: optionalAppFields,
    status: 201,
    answer: view satisfies SmartAppWithSecret,
  },
  'read-app': { summary: 'One of your apps', status: 200, answer: view },
  'update-app': {
    summary: 'Save an app over the version that was read',
    body: { ...fields, version: 1 },
    status: 200,
    answer: { ...view, version: 2 },
  },
  'delete-app': { summary: 'Delete an app that is neither live nor under review', status: 204 },
  'reveal-secret': {
    summary: 'Read the client secret again, after the password',
    body: password,
    status: 200,
    answer: { secret: '…' } satisfies SecretAnswer,
  },
  'rotate-secret': {
    summary: 'Make a new client secret for both servers, after the password',
    body: password,
    status: 200,
    answer: { secret: '…' } satisfies SecretAnswer,
  },
  'initialize-patient': {
    summary: 'Get a synthetic patient with a complete record; a repeat gives the one there is',
    body: { scenario: 'chronic-adult' } satisfies InitializePatientRequest,
    optional: ['scenario'],
    status: 201,
    answer: patient,
  },
  'reset-patient': {
    summary: 'Replace the synthetic patient by a new one',
    body: { scenario: 'chronic-adult' } satisfies InitializePatientRequest,
    optional: ['scenario'],
    status: 201,
    answer: patient,
  },
  'launch-app': {
    summary: 'An EHR launch of your app for your synthetic patient: where to send the browser',
    body: {},
    status: 200,
    answer: { uri: 'https://app.example.com/launch?iss=…&launch=…' } satisfies LaunchAnswer,
  },
  'list-app-requests': {
    summary: 'What your app asked of the sandbox, newest first; failures with cause and fix',
    query: [
      ['kind', 'Only these requests.', ['authorize', 'token', 'fhir']],
      ['outcome', 'Only what went well, or what did not.', ['ok', 'failed']],
      ['page', 'From 1 on; 20 a page.'],
    ],
    status: 200,
    answer: {
      requests: [
        {
          id: '01j9',
          at: '2026-11-02T15:05:10.000Z',
          kind: 'token',
          what: 'token-refused',
          ok: false,
          error: 'invalid_grant',
          ...refusalReasons['code-over'],
        },
      ],
      total: 1,
      page: 1,
      pageSize: 20,
      signInsAudited: true,
    } satisfies AppRequestsAnswer,
  },
  'check-readiness': {
    summary: 'What your app still has to show before it asks for production',
    status: 200,
    answer: {
      items: [
        {
          id: 'refresh',
          title: 'Refresh used',
          state: 'unseen',
          detail: 'Let a token be over, or refresh it: the app gets a new one.',
        },
      ],
      looked: 12,
      signInsAudited: true,
    } satisfies ReadinessAnswer,
  },
  'expire-tokens': {
    summary: 'End your own access tokens of this app before their time; refresh tokens stay good',
    body: {},
    status: 200,
    answer: { expired: 1 } satisfies ExpireTokensAnswer,
  },
  'send-production-request': {
    summary: 'Ask for production: copies what was entered for the plan’s reviewers',
    body: {},
    status: 201,
    answer: { ...view, request: { state: 'pending' } } satisfies SmartAppView,
  },
  'withdraw-production-request': {
    summary: 'Take the pending request back, or a live app out of production',
    body: { what: 'request' } satisfies WithdrawProductionRequest,
    optional: ['what'],
    status: 200,
    answer: { ...view, request: { state: 'withdrawn' } } satisfies SmartAppView,
  },
  'list-published-apps': {
    summary: 'The gallery: apps that members may connect',
    status: 200,
    answer: { apps: [published] } satisfies GalleryAnswer,
  },
  'read-published-app': {
    summary: 'One app of the gallery',
    status: 200,
    answer: published,
  },
}
