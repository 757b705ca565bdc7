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
  ageOfMajority: number,
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
  const patients = needsPatient(offered)
    ? choice(await patientsOf(box, user, now, ageOfMajority), request)
    : []
  return { request, user, patients, offered, offer }
}

const choice = (patients: readonly Actable[], request: AuthorizeRequest): readonly Actable[] => {
  if (patients.length === 0) throw new ConsentProblem('no-record', deniedUrl(request))
  if (request.launchPatient === undefined) return patients
  const launched = patients.filter(({ id }) => id === request.launchPatient)
  if (launched.length === 0) throw new ConsentProblem('no-such-record', deniedUrl(request))
  return launched
}
