// Who may call an operation, asked again in the App: the box's policies are the lock, this is the second one.
import { type OperationId, operations } from '../vocabulary/operations.ts'
import { type Caller, type CallingUser, type OperationCall, roleOf } from './context.ts'
import { forbidden } from './errors.ts'

/** Throws 403 unless the caller is of the operation's persona, or the box's own root or admin. */
export const demandPersona = (operation: OperationId, caller: Caller): void => {
  const { persona } = operations[operation]
  if (persona === 'public' || caller.isOperator) return
  if (!caller.user?.roles.includes(roleOf[persona]))
    throw forbidden(`Only a signed-in ${persona} may do this.`, 'not-this-account')
}

/** The calling person; 403 for a client without one. */
export const personOf = ({ caller }: OperationCall): CallingUser => {
  if (!caller.user)
    throw forbidden('Sign in as a person: this is done for an account.', 'not-this-account')
  return caller.user
}
