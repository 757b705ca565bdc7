// Everything the page shows and the answer is checked against, read afresh each time: app, person, patients, what is offered.
import type { Stored, User } from '../../vocabulary/aidbox.ts'
import { narrowScopes } from '../../vocabulary/scopes.ts'
import { type Actable, patientsOf } from '../acting.ts'
import type { BoxClient } from '../box-client.ts'
import type { Language } from '../mail/outbox.ts'
import { type AuthorizeRequest, deniedUrl, readAuthorizeRequest } from './authorize-request.ts'
import { needsPatient, type Offer, offerOf } from './choices.ts'
import type { Flow } from './flow.ts'
import { ConsentProblem } from './problem.ts'

export interface Situation {
  request: AuthorizeRequest
  user: Stored<User>
  /** Whose record may be chosen; empty when the app asks for nobody's. */
  patients: readonly Actable[]
  offered: readonly string[]
  offer: Offer
}

/** Reads it; throws ConsentProblem when nothing can be consented to. */
export const readSituation = async (
  box: BoxClient,
  flow: Flow,
  now: Date,
  language: Language = 'en',
): Promise<Situation> => {
  if (!flow.user) throw new ConsentProblem('over')
  const [request, user] = await Promise.all([
    readAuthorizeRequest(box, flow.query),
    box.read('User', flow.user),
  ])
  const wayBack = deniedUrl(request)
  if (!user || user.inactive === true) throw new ConsentProblem('not-signed-in', wayBack)
  const offered = narrowScopes(request.scopes, request.client.scope)
  const offer = offerOf(offered, language)
  if (offer.data.length === 0 && !offer.identity) throw new ConsentProblem('not-offered', wayBack)
  return { request, user, patients: await choice(box, user, request, offered, now), offered, offer }
}

const choice = async (
  box: BoxClient,
  user: Stored<User>,
  request: AuthorizeRequest,
  offered: readonly string[],
  now: Date,
): Promise<readonly Actable[]> => {
  if (!needsPatient(offered)) return []
  const patients = await patientsOf(box, user, now)
  if (patients.length === 0) throw new ConsentProblem('no-record', deniedUrl(request))
  if (request.launchPatient === undefined) return patients
  const launched = patients.filter(({ id }) => id === request.launchPatient)
  if (launched.length === 0) throw new ConsentProblem('no-such-record', deniedUrl(request))
  return launched
}
