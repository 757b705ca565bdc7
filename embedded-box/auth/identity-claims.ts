// What `fhirUser`, `profile` and `email` say of a User, in id tokens and userinfo alike (OpenID Connect Core 5.4).
import type { User } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import { audienceOf } from './tokens.ts'

/** Claims that these scopes allow. */
export const identityClaims = (
  box: Box,
  user: User,
  scope: readonly string[],
): Record<string, string> => {
  const { fhirUser, name, email } = user
  return definedOnly({
    ...(scope.includes('fhirUser') && fhirUser?.reference
      ? { fhirUser: `${audienceOf(box)}/${fhirUser.reference}` }
      : {}),
    ...(scope.includes('profile')
      ? {
          name:
            name?.formatted ??
            ([name?.givenName, name?.familyName].filter(Boolean).join(' ') || undefined),
          given_name: name?.givenName,
          family_name: name?.familyName,
        }
      : {}),
    ...(scope.includes('email') ? { email } : {}),
  })
}

const definedOnly = (claims: Record<string, string | undefined>): Record<string, string> => {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(claims)) if (value !== undefined) kept[name] = value
  return kept
}
