// What `fhirUser`, `profile` and `email` say of a User, in id tokens and userinfo alike (OpenID Connect Core 5.4).
import type { User } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import { relatedPersonFor } from './delegates.ts'
import { audienceOf } from './tokens.ts'

/** Claims that these scopes allow; `patient` is whose record the token is for. */
export const identityClaims = async (
  box: Box,
  user: User & { id: string },
  scope: readonly string[],
  patient: string | undefined,
): Promise<Record<string, string>> => {
  const { name, email } = user
  const fhirUser = scope.includes('fhirUser') ? await personOf(box, user, patient) : undefined
  return definedOnly({
    fhirUser: fhirUser && `${audienceOf(box)}/${fhirUser}`,
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

// Who has no record of their own is known here as the RelatedPerson by whom they act for this patient.
const personOf = async (
  box: Box,
  user: User & { id: string },
  patient: string | undefined,
): Promise<string | undefined> => {
  if (user.fhirUser?.reference) return user.fhirUser.reference
  const related = patient ? await relatedPersonFor(box, user, patient) : undefined
  return related && `RelatedPerson/${related}`
}

const definedOnly = (claims: Record<string, string | undefined>): Record<string, string> => {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(claims)) if (value !== undefined) kept[name] = value
  return kept
}
