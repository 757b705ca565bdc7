// Links a member's account to an imported Patient.
import { foundIds } from './answers.ts'
import { BoxFault, type ImportBox } from './box.ts'

/** The id of the account with that e-mail address; asked before anything is written. */
export const findUser = async (box: ImportBox, email: string): Promise<string> => {
  const { status, body } = await box.ask('GET', `/User?email=${encodeURIComponent(email)}&_count=2`)
  if (status >= 400) {
    throw new BoxFault(
      `The box does not let this client find accounts (${status}); check --client and the secret in --secret-env.`,
    )
  }
  const [id, second] = foundIds(body)
  if (id === undefined) {
    throw new BoxFault(
      '--user: no account has this e-mail address on the box; enrol the member first. Nothing was written.',
    )
  }
  if (second !== undefined) {
    throw new BoxFault('--user: several accounts have this e-mail address. Nothing was written.')
  }
  return id
}

/** Sets `User.fhirUser`; a merge patch, so that the password stays. */
export const linkUser = async (box: ImportBox, user: string, patient: string): Promise<void> => {
  const { status } = await box.ask('PATCH', `/User/${encodeURIComponent(user)}`, {
    fhirUser: { reference: `Patient/${patient}` },
  })
  if (status >= 400) {
    throw new BoxFault(`The resources are on the box, but it did not link the account (${status}).`)
  }
}
