// One request, from who asks to what is remembered. Every API request takes these six steps; a Bundle's entries the middle three.
import { performApp } from './app-proxy.ts'
import { authenticate } from './auth/authenticate.ts'
import { performBoxOperation } from './box-operations.ts'
import type { Exchange, Reply } from './context.ts'
import { perform as performFhir } from './fhir/perform.ts'
import { remember } from './remember.ts'
import { fhirBase } from './root-base.ts'
import { type Front, howMuch, mayThey, routed, type Trace, type Visit } from './visit.ts'

/** Answers one request; every refusal is a BoxError. */
export const pipeline = async (front: Front, exchange: Exchange, trace: Trace): Promise<Reply> => {
  const caller = await authenticate(front.box, exchange) //  who: a Session, a Client, or nobody
  trace.client = caller.client?.id
  const visit = await routed(front, exchange, caller, trace) // what: the Operation this method and path name
  return remember(visit, async () => {
    //                       and at the end: who saw whose data
    const granted = mayThey(visit) //                           may they: the first AccessPolicy that matches
    return { reply: await perform(visit, granted), granted }
  })
}

/** Does it: an interaction on the store, narrowed; a call to an App; or one of the box's own operations. */
const perform = (visit: Visit, granted: ReturnType<typeof mayThey>): Promise<Reply> => {
  const { front, asked } = visit
  if (asked.kind === 'app') return performApp(visit, asked)
  if (asked.kind === 'box') return performBoxOperation(visit, asked.id)
  return performFhir(front.box, howMuch(visit, fhirBase(asked), granted))
}
