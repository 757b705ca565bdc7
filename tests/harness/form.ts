// An app form filled in as a vendor would, for journeys that register apps.
import type { OAuthType, SmartAppFields } from '../../vocabulary/operations.ts'
import { sampleScope } from './personas.ts'

/** All fields of the form, valid; the redirect is a loopback address that nobody listens on. */
export const filledForm = (
  oauthType: OAuthType,
  changes: Partial<SmartAppFields> = {},
): SmartAppFields => ({
  name: 'Claims Compass',
  oauthType,
  redirectUrl: 'http://localhost:43117/callback',
  launchUrl: 'http://localhost:43117/launch',
  logoUrl: '',
  organizationName: 'Compass Health Apps',
  organizationUrl: 'https://compass.example/',
  privacyPolicyUrl: 'https://compass.example/privacy',
  securityPolicyUrl: 'https://compass.example/security',
  termsOfServiceUrl: 'https://compass.example/terms',
  description: 'Shows your claims and what you owe, month by month.',
  scopes: sampleScope.split(' '),
  ...changes,
})
