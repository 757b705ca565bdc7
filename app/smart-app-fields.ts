// The app form of PRODUCT 3.3: its fields, what they are called, what each may hold, and what a request still needs.
import type { JSONSchemaType } from 'ajv'
import type { SmartAppFields } from '../vocabulary/operations.ts'
import { supportedScopes } from '../vocabulary/scope-table.ts'
import { type UrlRule, urlFault } from '../vocabulary/smart-app-urls.ts'
import type { VerifiableScope } from './config.ts'
import { invalid } from './errors.ts'
import { oneLine } from './input.ts'

export const fieldLabels = {
  name: 'Application Name',
  oauthType: 'Client OAuth Type',
  redirectUrl: 'Redirect URL',
  launchUrl: 'Launch URL',
  logoUrl: 'Logo URL',
  organizationName: 'Organization/Company Name',
  organizationUrl: 'Organization/Company Website URL',
  privacyPolicyUrl: 'Privacy Policy URL',
  securityPolicyUrl: 'Security Policy URL',
  termsOfServiceUrl: 'Terms of Service URL',
  description: 'Description',
  scopes: 'Scopes',
  version: 'Version',
} as const satisfies Record<keyof SmartAppFields | 'version', string>

export const fieldNames = [
  'name',
  'oauthType',
  'redirectUrl',
  'launchUrl',
  'logoUrl',
  'organizationName',
  'organizationUrl',
  'privacyPolicyUrl',
  'securityPolicyUrl',
  'termsOfServiceUrl',
  'description',
  'scopes',
] as const satisfies readonly (keyof SmartAppFields)[]

export const urlFields = [
  'redirectUrl',
  'launchUrl',
  'logoUrl',
  'organizationUrl',
  'privacyPolicyUrl',
  'securityPolicyUrl',
  'termsOfServiceUrl',
] as const satisfies readonly (keyof SmartAppFields)[]

/** An app may start elsewhere than in the gallery, and may have no logo; the rest a reviewer and a member need. */
const optionalFields: readonly string[] = ['launchUrl', 'logoUrl']

const url = { type: 'string', maxLength: 2000 } as const

export const fieldSchemas = {
  name: { type: 'string', minLength: 1, maxLength: 100, pattern: oneLine },
  oauthType: { type: 'string', enum: ['secret', 'pkce'] },
  redirectUrl: url,
  launchUrl: url,
  logoUrl: url,
  organizationName: { type: 'string', maxLength: 200, pattern: oneLine },
  organizationUrl: url,
  privacyPolicyUrl: url,
  securityPolicyUrl: url,
  termsOfServiceUrl: url,
  description: { type: 'string', maxLength: 4000 },
  scopes: { type: 'array', maxItems: 300, items: { type: 'string', maxLength: 200 } },
} as const satisfies JSONSchemaType<SmartAppFields>['properties']

export interface FieldRules {
  /** http on loopback: the sandbox, and production in demo mode. */
  allowsLoopback: boolean
  /** `user/` scopes and Device are offered only where the boxes are known to narrow them. */
  verifiedScopes: readonly VerifiableScope[]
}

/** What is wrong with the addresses; empty ones pass. */
export const urlFaults = (
  fields: SmartAppFields,
  allowsLoopback: boolean,
): { field: string; message: string }[] =>
  urlFields.flatMap(field => {
    const rule: UrlRule = {
      isRedirect: field === 'redirectUrl',
      oauthType: fields.oauthType,
      allowsLoopback,
    }
    const fault = fields[field] === '' ? undefined : urlFault(fields[field], rule)
    return fault ? [{ field, message: `${fieldLabels[field]} ${fault}` }] : []
  })

/** Throws 422 naming every field whose content is not allowed. Empty fields pass: they are not filled in yet. */
export const demandAllowed = (fields: SmartAppFields, rules: FieldRules): void => {
  const faults = urlFaults(fields, rules.allowsLoopback)
  const unknown = fields.scopes.filter(scope => !isOffered(scope, rules))
  if (unknown.length > 0)
    faults.push({
      field: 'scopes',
      message: `Scopes holds what is not offered: ${unknown.slice(0, 5).join(', ')}. Choose from the list.`,
    })
  if (new Set(fields.scopes).size !== fields.scopes.length)
    faults.push({ field: 'scopes', message: 'Scopes holds one scope twice: leave it out once.' })
  if (faults.length > 0) throw invalid(faults)
}

/** Fields that Send Request still needs. */
export const missingFields = (fields: SmartAppFields): (keyof SmartAppFields)[] =>
  fieldNames.filter(name => !optionalFields.includes(name) && fields[name].length === 0)

/** Throws 422 naming each field that Send Request still needs. */
export const demandComplete = (fields: SmartAppFields): void => {
  const missing = missingFields(fields)
  if (missing.length === 0) return
  throw invalid(
    missing.map(field => ({
      field,
      message: `${fieldLabels[field]} is empty: a production request needs it.`,
      code: 'required',
    })),
  )
}

/** Fields whose content differs. Order of scopes does not count. */
export const differingFields = (
  one: SmartAppFields,
  other: SmartAppFields,
): (keyof SmartAppFields)[] =>
  fieldNames.filter(name => comparable(one, name) !== comparable(other, name))

const comparable = (fields: SmartAppFields, name: keyof SmartAppFields): string => {
  const value = fields[name]
  return typeof value === 'string' ? value : value.toSorted().join(' ')
}

const offered = new Set(supportedScopes)
/** What Aidbox documents no filter for: `user/` has no compartment, and Device is in none. */
const isVerified = (scope: string, verified: readonly VerifiableScope[]): boolean =>
  (verified.includes('user') || !scope.startsWith('user/')) &&
  (verified.includes('device') || !scope.includes('/Device.'))

const isOffered = (scope: string, { verifiedScopes }: FieldRules): boolean =>
  offered.has(scope) && isVerified(scope, verifiedScopes)
