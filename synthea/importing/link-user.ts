// Links a member's account to an imported Patient.
import { foundIds } from './answers.ts'
import { BoxFault, type ImportBox } from './box.ts'

/** Sets `User.fhirUser` of the account with that e-mail address; a merge patch, so that the password stays. */
export const linkUser = async (box: ImportBox, email: string, patient: string): Promise<string> => {
  const found = await box.ask('GET', `/User?email=${encodeURIComponent(email)}&_count=2`)
  if (found.status >= 400)
    throw new BoxFault(`The box does not let this client find Users (${found.status}).`)
  const [id, second] = foundIds(found.body)
  if (id === undefined) {
    throw new BoxFault(
      '--user: no account has this e-mail address on the box; enrol the member first.',
    )
  }
  if (second !== undefined) throw new BoxFault('--user: several accounts have this e-mail address.')
  const { status } = await box.ask('PATCH', `/User/${encodeURIComponent(id)}`, {
    fhirUser: { reference: `Patient/${patient}` },
  })
  if (status >= 400) throw new BoxFault(`The box did not link the account (${status}).`)
  return id
}
