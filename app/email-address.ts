// E-mail addresses as accounts use them: one spelling for one mailbox, and nothing a search would read as syntax.
import type { Stored, User } from '../vocabulary/aidbox.ts'
import type { BoxClient } from './box-client.ts'

/** For input checks: one `@`, a domain with a dot, no characters that mean something in a FHIR search or a header. */
export const emailPattern = '^[^\\s@,|\\\\$<>"();:]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+$'

/** Addresses are compared and kept in lower case. */
export const normalEmail = (email: string): string => email.toLowerCase()

/** The account with this address, if there is one. */
export const userByEmail = async (
  box: BoxClient,
  email: string,
): Promise<Stored<User> | undefined> => {
  const { resources } = await box.search('User', { email })
  // The search found it; who gets a password link is decided by the resource itself.
  return resources.find(user => user.email?.toLowerCase() === email)
}
