// The app form's values: what a new app begins with, and what an existing one holds.
import type { SmartAppFields, SmartAppView } from '../../../vocabulary/operations.ts'
import { firstScopes } from './scope-choices.ts'

export const emptyFields: SmartAppFields = {
  name: '',
  oauthType: 'pkce',
  redirectUrl: '',
  launchUrl: '',
  logoUrl: '',
  organizationName: '',
  organizationUrl: '',
  privacyPolicyUrl: '',
  securityPolicyUrl: '',
  termsOfServiceUrl: '',
  description: '',
  scopes: [...firstScopes],
}

/** Only what the vendor enters: the rest of the view is the App's to say. */
export const fieldsOfApp = (app: SmartAppView): SmartAppFields => ({
  name: app.name,
  oauthType: app.oauthType,
  redirectUrl: app.redirectUrl,
  launchUrl: app.launchUrl,
  logoUrl: app.logoUrl,
  organizationName: app.organizationName,
  organizationUrl: app.organizationUrl,
  privacyPolicyUrl: app.privacyPolicyUrl,
  securityPolicyUrl: app.securityPolicyUrl,
  termsOfServiceUrl: app.termsOfServiceUrl,
  description: app.description,
  scopes: app.scopes,
})
