// One request, from who asks to what is remembered. Every API request takes these six steps; a Bundle's entries the middle three.
import { performApp } from './app-proxy.ts'
import { authenticate } from './auth/authenticate.ts'
import type { ParsedBody } from './body.ts'
import { performBoxOperation } from './box-operations.ts'
import type { Exchange, Reply } from './context.ts'
import { asksForPolicies, showPolicies } from './debug-policy.ts'
import { perform as performFhir } from './fhir/perform.ts'
import type { Pairs } from './query.ts'
import { remember } from './remember.ts'
import { fhirBase } from './root-base.ts'
import { type Front, howMuch, mayThey, routed, type Trace, type Visit } from './visit.ts'

/** A request whose body is still on its way, its query taken apart. */
export interface Arriving {
  head: Omit<Exchange, 'body' | 'form'>
  query: Pairs
  body: () => Promise<ParsedBody>
}

/** Answers one request; every refusal is a BoxError. */
export const pipeline = async (
  front: Front,
  { head, query, body }: Arriving,
  trace: Trace,
): Promise<Reply> => {
  // who: a Session, a Client, or nobody; with bad credentials no body is read
  const caller = await authenticate(front.box, { ...head, body: undefined })
  trace.client = caller.client?.id
  // what: the Operation that method and path name
  const visit = await routed(front, { ...head, ...(await body()) }, query, caller, trace)
  if (asksForPolicies(visit)) return showPolicies(visit)
  // and at the end: who saw whose data
  return remember(visit, async () => {
    const granted = await mayThey(visit) // may they: the first AccessPolicy that matches
    return { reply: await perform(visit, granted), granted }
  })
}

/** Does it: an interaction on the store, narrowed; a call to an App; or one of the box's own operations. */
const perform = (visit: Visit, granted: Awaited<ReturnType<typeof mayThey>>): Promise<Reply> => {
  const { front, asked } = visit
  if (asked.kind === 'app') return performApp(visit, asked)
  if (asked.kind === 'box') return performBoxOperation(visit, asked.id)
  return performFhir(front.box, howMuch(visit, fhirBase(asked), granted))
}
