// Name and address of an app's vendor, copied into requests: production must reach them without asking the sandbox.
import type { AppContext } from './context.ts'
import { userOf } from './envelope.ts'
import type { ProductionRequest } from './production-request.ts'

/** The vendor as the sandbox knows them; only the id when the account is gone. */
export const vendorOf = async (
  { boxes }: AppContext,
  owner: string,
): Promise<ProductionRequest['vendor']> => {
  const person = userOf(await boxes.sandbox.read('User', owner))
  return { id: owner, name: person?.name ?? owner, email: person?.email ?? '' }
}
