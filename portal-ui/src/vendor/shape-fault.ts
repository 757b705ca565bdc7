// What is wrong with an address in the form, by the rule that the App itself applies when it is saved.
import type { SmartAppFields } from '../../../vocabulary/operations.ts'
import { urlFault } from '../../../vocabulary/smart-app-urls.ts'
import { fieldFacts, type TextField } from './app-fields.ts'

/** A sentence beside the field; undefined for an empty field, a good address, or what is no address. */
export const shapeFault = (name: TextField, fields: SmartAppFields): string | undefined => {
  const value = fields[name].trim()
  if (value === '' || fieldFacts[name].kind !== 'url') return undefined
  const fault = urlFault(value, {
    isRedirect: name === 'redirectUrl',
    oauthType: fields.oauthType,
    // The sandbox takes addresses of this computer; production says itself when it does not.
    allowsLoopback: true,
  })
  return fault ? `${fieldFacts[name].label} ${fault}` : undefined
}
