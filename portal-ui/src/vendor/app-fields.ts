// The fields of the app form: what each is called, what it is for, an example. Labels are the seed's.
import type { SmartAppFields } from '../../../vocabulary/operations.ts'

export type TextField = Exclude<keyof SmartAppFields, 'oauthType' | 'scopes'>

interface FieldFact {
  label: string
  help: string
  example: string
  kind: 'text' | 'url' | 'long'
}

export const fieldFacts: Record<TextField, FieldFact> = {
  name: {
    label: 'Application Name',
    help: 'The public name of your app, which members see.',
    example: 'Claims at a Glance',
    kind: 'text',
  },
  description: {
    label: 'Description',
    help: 'What your app does with a member’s data, in a few clear sentences. Members read it.',
    example: 'Shows your claims month by month: what was billed, what the plan paid, what you owe.',
    kind: 'long',
  },
  redirectUrl: {
    label: 'Redirect URL',
    help: 'Where the sign-in sends the browser back to your app. It must match character by character.',
    example: 'https://app.example.com/callback',
    kind: 'url',
  },
  launchUrl: {
    label: 'Launch URL',
    help: 'The page that starts your app; it is opened with iss and launch.',
    example: 'https://app.example.com/launch',
    kind: 'url',
  },
  logoUrl: {
    label: 'Logo URL',
    help: 'PNG, JPEG or WebP, up to 200 kB. We keep a copy; members see that.',
    example: 'https://app.example.com/logo.png',
    kind: 'url',
  },
  organizationName: {
    label: 'Organization/Company Name',
    help: 'Who is behind the app.',
    example: 'Example Health Apps, Inc.',
    kind: 'text',
  },
  organizationUrl: {
    label: 'Organization/Company Website URL',
    help: 'Where members learn more about you.',
    example: 'https://example.com',
    kind: 'url',
  },
  privacyPolicyUrl: {
    label: 'Privacy Policy URL',
    help: 'What you do with data, and how someone can have it deleted.',
    example: 'https://example.com/privacy',
    kind: 'url',
  },
  securityPolicyUrl: {
    label: 'Security Policy URL',
    help: 'How you protect data, and how to report a weakness.',
    example: 'https://example.com/security',
    kind: 'url',
  },
  termsOfServiceUrl: {
    label: 'Terms of Service URL',
    help: 'What members agree to when they use your app.',
    example: 'https://example.com/terms',
    kind: 'url',
  },
}

/** The form in the order it is filled in. */
export const fieldGroups: { title: string; fields: TextField[] }[] = [
  { title: 'What members see', fields: ['name', 'description', 'logoUrl'] },
  { title: 'Where the app is', fields: ['redirectUrl', 'launchUrl'] },
  {
    title: 'Who is behind it',
    fields: [
      'organizationName',
      'organizationUrl',
      'privacyPolicyUrl',
      'securityPolicyUrl',
      'termsOfServiceUrl',
    ],
  },
]

/** Every field's label, for messages that name fields. */
export const labelOf = (field: string): string => {
  if (field === 'oauthType') return 'Client OAuth Type'
  if (field === 'scopes') return 'Scopes'
  return isTextField(field) ? fieldFacts[field].label : field
}

const isTextField = (field: string): field is TextField => Object.hasOwn(fieldFacts, field)

export const oauthTypes = [
  {
    value: 'pkce',
    label: 'Authorization Code + PKCE',
    description: 'For browser and mobile apps, and recommended whenever your app supports it.',
  },
  {
    value: 'secret',
    label: 'Authorization Code + Secret',
    description:
      'Only if your app can keep a secret on a server of its own. PKCE is accepted in addition.',
  },
] as const
