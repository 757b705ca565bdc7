// What a member's yes gives an authorization request: from a fresh answer, from an earlier one (the page may be skipped), or not yet.
import type { Grant } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import { RedirectFault } from './authorize-faults.ts'
import type { AuthorizeRequest } from './authorize-request.ts'
import type { SignedIn } from './browser-session.ts'
import { authenticationOf, isOperationsOnly, refreshSeconds } from './clients.ts'
import { openFlow } from './flows.ts'
import {
  endOf,
  givesSomething,
  granted,
  isSensitive,
  needsPatient,
  wasAsked,
} from './grant-terms.ts'
import { idIn, type PatientChoice, patientsOf } from './patients.ts'

type KnownGrant = Grant & { id: string }

export interface Yes {
  kind: 'yes'
  scope: readonly string[]
  patient?: string
  sensitive: boolean
  grant?: string
  /** Epoch seconds. */
  until: number
  /** The Grant version that answered an open page; it gives one code. */
  answer?: string
}

export interface Ask {
  kind: 'ask'
  choices: readonly PatientChoice[]
  /** Grant versions there are now: a later one is the answer. */
  knownGrants: readonly string[]
}

/** Decides what may be issued now. Throws RedirectFault when nothing ever could. */
export const consentFor = async (
  box: Box,
  asked: AuthorizeRequest,
  login: SignedIn,
): Promise<Yes | Ask> => {
  if (isOperationsOnly(asked.client)) return firstParty(box, asked)
  const choices = await choicesFor(box, asked, login)
  if (asked.client.first_party === true) return firstParty(box, asked, login, choices)

  const grants = await box.resources.find<Grant>('Grant', {
    user: `User/${login.user.id}`,
    client: `Client/${asked.client.id}`,
  })
  const flow = await openFlow(box, 'consent', login.session.id, asked.queryHash)
  const answers = flow ? grants.filter(grant => !flow.knownGrants.has(versionOf(grant))) : []
  const answer = answers.toSorted(byVersion).at(-1)
  const fresh = answer && apply(box, asked, answer, choices)
  if (answer && fresh) return { ...fresh, answer: versionOf(answer) }
  return (
    earlier(box, asked, grants, choices) ?? {
      kind: 'ask',
      choices,
      knownGrants: grants.map(versionOf),
    }
  )
}

// The patients this request can be about: those the User may share, cut to the launch's one.
const choicesFor = async (
  box: Box,
  asked: AuthorizeRequest,
  login: SignedIn,
): Promise<PatientChoice[]> => {
  const all = await patientsOf(box, login.user)
  const launched = asked.launch?.context.patient
  const choices = launched ? all.filter(({ patient }) => patient === launched) : all
  if (launched && choices.length === 0)
    throw new RedirectFault(
      'invalid_request',
      'launch names a record that the signed-in person may not share',
      asked.answer,
    )
  if (choices.length === 0 && needsPatient(asked.offered))
    throw new RedirectFault(
      asked.client.first_party ? 'invalid_request' : 'access_denied',
      'no record belongs to the signed-in account: nothing can be shared',
      asked.answer,
    )
  return choices
}

// Our own portals: no page. A record, where one is asked for, is the launch's or the person's own.
const firstParty = (
  box: Box,
  asked: AuthorizeRequest,
  login?: SignedIn,
  choices: readonly PatientChoice[] = [],
): Yes => {
  const own = idIn(login?.user.fhirUser, 'Patient')
  const patient = asked.launch?.context.patient ?? own
  const choice = choices.find(one => one.patient === patient)
  if (needsPatient(asked.offered) && !choice)
    throw new RedirectFault(
      'invalid_request',
      'no record belongs to the signed-in account: open one first',
      asked.answer,
    )
  return {
    kind: 'yes',
    scope: asked.offered,
    // What is labelled sensitive is shown to the person it is about, not to who acts for them.
    sensitive: choice?.by === 'self',
    ...inContext(asked, asked.offered, choice),
    until: untilOf(box, asked),
  }
}

// SMART contract section 7: when the page may be skipped. Everything has to hold.
const earlier = (
  box: Box,
  asked: AuthorizeRequest,
  grants: readonly KnownGrant[],
  choices: readonly PatientChoice[],
): Yes | undefined => {
  const [only, ...others] = choices
  if (asked.prompt.has('consent') || !returnsSafely(asked) || others.length > 0) return undefined
  const grant = grants.find(({ patient }) => idIn(patient, 'Patient') === only?.patient)
  return grant && wasAsked(grant, asked.offered) ? apply(box, asked, grant, choices) : undefined
}

const returnsSafely = ({ client, answer }: AuthorizeRequest): boolean =>
  authenticationOf(client) !== 'none' || answer.redirectUri.startsWith('https://')

// What a Grant gives to this request, or undefined when it gives nothing.
const apply = (
  box: Box,
  asked: AuthorizeRequest,
  grant: KnownGrant,
  choices: readonly PatientChoice[],
): Yes | undefined => {
  const named = idIn(grant.patient, 'Patient')
  const choice = named
    ? choices.find(({ patient }) => patient === named)
    : choices.length === 1
      ? choices[0]
      : undefined
  const scope = granted(asked.offered, grant['provided-scope'] ?? [])
  const until = untilOf(box, asked, grant)
  const isOver = until * 1000 <= box.clock().getTime()
  if (isOver || !givesSomething(scope) || (needsPatient(scope) && !choice)) return undefined
  return {
    kind: 'yes',
    scope,
    ...inContext(asked, scope, choice),
    sensitive: isSensitive(grant),
    grant: grant.id,
    until,
  }
}

// An app that only asks who signed in is not told whose record that is.
const inContext = (
  asked: AuthorizeRequest,
  scope: readonly string[],
  choice: PatientChoice | undefined,
): Pick<Yes, 'patient'> =>
  choice && (needsPatient(scope) || asked.launch) ? { patient: choice.patient } : {}

const untilOf = (box: Box, { client }: AuthorizeRequest, grant?: Grant): number => {
  const start = grant?.start ? new Date(grant.start) : box.clock()
  const life = refreshSeconds(client.auth?.authorization_code ?? {}) * 1000
  const end = (grant && endOf(grant)) ?? start.getTime() + life
  return Math.floor(end / 1000)
}

const versionOf = ({ id, meta }: KnownGrant): string => `${id}/${meta?.versionId ?? ''}`

const byVersion = (one: KnownGrant, other: KnownGrant): number =>
  Number(one.meta?.versionId ?? 0) - Number(other.meta?.versionId ?? 0)
