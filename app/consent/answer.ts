// A member's answer: yes writes the Grant, in one transaction with what it ends and its AuditEvent; no changes nothing.
import type { Session, Stored } from '../../vocabulary/aidbox.ts'
import { scopesWithin } from '../../vocabulary/scopes.ts'
import { auditEntry } from '../audit.ts'
import type { BoxClient } from '../box-client.ts'
import type { Caller } from '../context.ts'
import { deletions, sessionsOfGrant } from '../ending.ts'
import { userOf } from '../envelope.ts'
import { isConflict } from '../errors.ts'
import { grantOf, includesSensitive } from '../grant.ts'
import { connectionMail } from '../mail/connection-mail.ts'
import type { Language } from '../mail/outbox.ts'
import { deniedUrl } from './authorize-request.ts'
import { type Duration, durations, endOf, providedScopes } from './choices.ts'
import type { Flow } from './flow.ts'
import { ConsentProblem } from './problem.ts'
import { readSituation, type Situation } from './situation.ts'

/** The form as it was sent, unchecked. */
export interface Answer {
  allow: boolean
  ticked: readonly string[]
  /** Kinds within a type of data; none of a type: all of it. */
  parts: readonly string[]
  patient: string | undefined
  duration: string | undefined
  sensitive: boolean
  /** Of the page that was answered. */
  language: Language
}

/** Writes the answer down; answers where the browser goes next. */
export const giveAnswer = async (
  box: BoxClient,
  flow: Flow,
  answer: Answer,
  now: Date,
  ageOfMajority: number,
): Promise<string> => {
  const situation = await readSituation(box, flow, now, ageOfMajority)
  const back = `${box.url}/auth/authorize?${flow.query}`
  if (!answer.allow) return deny(box, flow, situation, now)
  const duration = durations.find(name => name === answer.duration)
  const provided =
    duration && providedScopes(situation.offer, answer.ticked, duration, answer.parts)
  if (!duration || !provided) throw new ConsentProblem('not-offered')
  const patient = chosen(situation, answer.patient)
  if (provided.length === 0) return deny(box, flow, situation, now)
  try {
    await allow(
      box,
      flow,
      situation,
      {
        provided,
        duration,
        patient,
        sensitive: answer.sensitive,
        language: answer.language,
      },
      now,
    )
  } catch (error) {
    // Answered already (a double click): nothing is written twice, and the box knows what was said.
    if (!isConflict(error)) throw error
  }
  return back
}

const chosen = ({ patients }: Situation, id: string | undefined): string | undefined => {
  if (patients.length === 0) return undefined
  const patient = patients.find(one => one.id === id)
  if (!patient) throw new ConsentProblem('not-offered')
  return patient.id
}

interface Choice {
  provided: readonly string[]
  duration: Duration
  patient: string | undefined
  sensitive: boolean
  language: Language
}

const allow = async (
  box: BoxClient,
  flow: Flow,
  { request, user, offered, patients }: Situation,
  { provided, duration, patient, sensitive, language }: Choice,
  now: Date,
): Promise<void> => {
  const { client } = request
  const seconds = client.auth?.authorization_code?.access_token_expiration ?? 1800
  const end = endOf(duration, now, Math.min(Math.max(seconds, 60), 3600))
  const grant = grantOf({
    user: user.id,
    client: client.id,
    ...(patient ? { patient } : {}),
    requested: offered,
    provided,
    sensitive,
    start: now,
    end,
    language,
  })
  const before = await box.read('Grant', grant.id)
  const sessions = await sessionsOfGrant(box, grant)
  const lessSensitive = !sensitive && before !== undefined && includesSensitive(before)
  const over = sessions.filter(session => lessSensitive || holdsMore(session, provided))
  // Who finds a connection that they did not make has to hear of it; a vendor trying their own app need not.
  const told = () => {
    const person = userOf(user)
    if (box.name !== 'production' || !person?.email) return []
    const notice = {
      template: 'connection-new',
      key: flow.id,
      to: person,
      language,
      app: client.name ?? client.id,
      patient: patients.find(({ id }) => id === patient)?.name ?? person.name,
      days: { until: end },
    } as const
    return [connectionMail(notice, now)]
  }
  await box.transaction([
    { resource: grant, request: { method: 'PUT', url: `Grant/${grant.id}` } },
    ...deletions(over),
    auditEntry(
      {
        what: 'consent-given',
        action: 'C',
        by: byUser(user),
        through: client.id,
        about: about(client.id, patient),
        details: {
          scopes: provided.join(' '),
          until: end.toISOString(),
          sensitive: sensitive ? 'included' : 'withheld',
        },
        id: flow.id,
      },
      now,
    ),
    ...(before ? [] : told()),
  ])
}

const deny = async (
  box: BoxClient,
  flow: Flow,
  { request, user }: Situation,
  now: Date,
): Promise<string> => {
  const event = auditEntry(
    {
      what: 'consent-refused',
      action: 'E',
      refused: true,
      by: byUser(user),
      through: request.client.id,
      about: about(request.client.id, undefined),
      id: flow.id,
    },
    now,
  )
  try {
    await box.transaction([event])
  } catch (error) {
    if (!isConflict(error)) throw error // answered already: still a no to this page
  }
  return deniedUrl(request)
}

// Context words are no data; a session that has them holds no more than one that has not.
const holdsMore = ({ scope = [] }: Stored<Session>, provided: readonly string[]): boolean =>
  !scopesWithin(
    scope.filter(word => !word.startsWith('launch')),
    provided,
  )

const byUser = (user: Situation['user']): Caller => {
  const person = userOf(user)
  return { ...(person ? { user: person } : {}), isOperator: false }
}

const about = (client: string, patient: string | undefined) => [
  { client },
  ...(patient ? [{ reference: `Patient/${patient}` }] : []),
]
