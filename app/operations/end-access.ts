// end-access: an admin ends one Grant, one Session, or all of a person's; the record of it commits with it.
import type { JSONSchemaType } from 'ajv'
import type { Resource, Stored } from '../../vocabulary/aidbox.ts'
import type { EndAccessRequest } from '../../vocabulary/operations.ts'
import { auditEntry, type Deed } from '../audit.ts'
import type { BoxClient } from '../box-client.ts'
import { done, type Operation } from '../context.ts'
import { deletions, endSessions, findSessions, sessionsOfGrant } from '../ending.ts'
import { invalid } from '../errors.ts'
import { checker } from '../input.ts'
import { referencedId } from '../json.ts'
import { reasonSchema } from '../reason-input.ts'
import { factsOf } from '../smart-app.ts'

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$', nullable: true } as const

const parse = checker<EndAccessRequest>(
  {
    type: 'object',
    properties: {
      box: { type: 'string', enum: ['sandbox', 'production'], nullable: true },
      user: id,
      grant: id,
      session: id,
      client: id,
      reason: reasonSchema,
    },
    required: ['reason'],
    additionalProperties: false,
  } satisfies JSONSchemaType<EndAccessRequest>,
  {
    box: 'Box',
    user: 'Person',
    grant: 'Grant',
    session: 'Session',
    client: 'App',
    reason: 'Reason',
  },
)

export const endAccess: Operation = async call => {
  const input = parse(call.input)
  const { user, grant, session, client, reason } = input
  if ([user, grant, session, client].filter(Boolean).length !== 1)
    throw invalid([
      { field: 'user', message: 'Name exactly one of user, grant, session and client.' },
    ])
  const box = call.boxes[input.box ?? 'production']

  const { resources, about } = user
    ? await ofUser(box, user)
    : grant
      ? await ofGrant(box, grant)
      : client
        ? await ofClient(box, client)
        : await ofSession(box, session ?? '')
  // What has ended already is no error, and nothing to record twice.
  if (resources.length > 0)
    await box.transaction([
      ...deletions(resources),
      auditEntry({ what: 'end-access', action: 'D', by: call.caller, about, reason }, call.clock()),
    ])
  // Sign-ins that happened meanwhile end too.
  if (user) await endSessions(box, { user })
  if (client && about.length > 0) await endSessions(box, { client })
  return done()
}

interface Ended {
  resources: Stored<Resource>[]
  about: Deed['about']
}

const ofUser = async (box: BoxClient, user: string): Promise<Ended> => {
  const [grants, sessions] = await Promise.all([
    box.searchAll('Grant', { user }),
    findSessions(box, { user }),
  ])
  return { resources: [...grants, ...sessions], about: [{ user }] }
}

/** Of a vendor's app only: the plan's own Clients sign people in. */
const ofClient = async (box: BoxClient, clientId: string): Promise<Ended> => {
  const client = await box.read('Client', clientId)
  if (!client || !factsOf(client)) return { resources: [], about: [] }
  const [grants, sessions] = await Promise.all([
    box.searchAll('Grant', { client: clientId }),
    findSessions(box, { client: clientId }),
  ])
  return { resources: [...grants, ...sessions], about: [{ client: clientId }] }
}

const ofGrant = async (box: BoxClient, grantId: string): Promise<Ended> => {
  const grant = await box.read('Grant', grantId)
  if (!grant) return { resources: [], about: [] }
  return {
    resources: [grant, ...(await sessionsOfGrant(box, grant))],
    about: concerned(grant.user, grant.client),
  }
}

const ofSession = async (box: BoxClient, sessionId: string): Promise<Ended> => {
  const session = await box.read('Session', sessionId)
  return session
    ? { resources: [session], about: concerned(session.user, session.client) }
    : { resources: [], about: [] }
}

const concerned = (user: unknown, client: unknown): Deed['about'] => {
  const userId = referencedId(user, 'User')
  const clientId = referencedId(client, 'Client')
  return [...(userId ? [{ user: userId }] : []), ...(clientId ? [{ client: clientId }] : [])]
}
