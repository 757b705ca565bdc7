// A single-use link in a mail: a Task that knows the SHA-256 of the one token that is good, and until when.
// One Task for each purpose and address: asking again puts a new token in the old one's place.
import { createHash, randomBytes } from 'node:crypto'
import type { BundleEntry, Resource, Stored } from '../vocabulary/aidbox.ts'
import { planApiSystems } from '../vocabulary/client-details.ts'
import type { BoxClient } from './box-client.ts'
import { isRecord, listAt, textAt } from './json.ts'

export type LinkPurpose = 'enrollment' | 'password-link'

export interface Link {
  purpose: LinkPurpose
  email: string
  /** How long it works, from the moment its mail is written. */
  seconds: number
  /** User id it is for; an enrolment has none yet. */
  user?: string
  /** What must be remembered until it is used. */
  facts?: Readonly<Record<string, string>>
}

export const day = 24 * 60 * 60
export const quarterHour = 15 * 60

/** The same for the same purpose and address, so that two requests at once never make two. */
export const linkTaskId = (purpose: LinkPurpose, email: string): string =>
  `${purpose}-${sha256(email).slice(0, 40)}`

/** The Task of a link nobody has been mailed yet; a token that was mailed before stops working. */
export const linkTask = (link: Link, now: Date): Resource & { id: string } => ({
  resourceType: 'Task',
  id: linkTaskId(link.purpose, link.email),
  status: 'requested',
  intent: 'order',
  code: { coding: [{ system: planApiSystems.code, code: link.purpose }] },
  authoredOn: now.toISOString(),
  lastModified: now.toISOString(),
  ...(link.user
    ? { focus: { identifier: { system: planApiSystems.userId, value: link.user } } }
    : {}),
  restriction: { period: { end: inSeconds(now, link.seconds) } },
  input: Object.entries({
    ...link.facts,
    email: link.email,
    seconds: String(link.seconds),
  }).map(([text, valueString]) => ({ type: { text }, valueString })),
})

/** Creates the Task, or replaces the version that was read; either way somebody faster makes it a conflict. */
export const linkEntry = (task: Resource & { id: string }, previous?: Stored): BundleEntry =>
  previous
    ? {
        resource: task,
        request: {
          method: 'PUT',
          url: `Task/${task.id}`,
          ifMatch: `W/"${previous.meta.versionId}"`,
        },
      }
    : { resource: task, request: { method: 'POST', url: 'Task' } }

/** True when a link was asked for so lately that its mail is on the way: a double click needs no second. */
export const isJustAsked = (task: Stored | undefined, now: Date): boolean => {
  const asked = Date.parse(textAt(task, 'authoredOn') ?? '')
  return task?.status === 'requested' && now.getTime() - asked < 60_000
}

/** A fresh token for a link that still waits to be used, and the Task that knows it. */
export const withToken = (task: Stored, now: Date): { token: string; task: Stored } => {
  const token = randomBytes(32).toString('base64url')
  return {
    token,
    task: {
      ...task,
      identifier: [{ system: planApiSystems.tokenHash, value: sha256(token) }],
      lastModified: now.toISOString(),
      restriction: { period: { end: inSeconds(now, Number(factsOf(task).seconds)) } },
    },
  }
}

/** The Task a mailed token opens, if the token is the last one mailed, unused and in time. */
export const openLink = async (
  box: BoxClient,
  purpose: LinkPurpose,
  token: string,
  now: Date,
): Promise<Stored | undefined> => {
  const { resources } = await box.search('Task', {
    code: `${planApiSystems.code}|${purpose}`,
    identifier: `${planApiSystems.tokenHash}|${sha256(token)}`,
    status: 'requested',
  })
  const [task] = resources
  const restriction = isRecord(task) ? task.restriction : undefined
  const period = isRecord(restriction) ? restriction.period : undefined
  const end = Date.parse(textAt(period, 'end') ?? '')
  return task && end > now.getTime() ? task : undefined
}

/** The entry that uses a link up; a second use at the same time is a conflict. */
export const spend = (task: Stored, now: Date): BundleEntry =>
  linkEntry({ ...task, status: 'completed', lastModified: now.toISOString() }, task)

/** What a link's Task remembers. */
export const factsOf = (task: Resource): Record<string, string> =>
  Object.fromEntries(
    listAt(task, 'input').flatMap(input => {
      const name = textAt(isRecord(input) ? input.type : undefined, 'text')
      const value = textAt(input, 'valueString')
      return name !== undefined && value !== undefined ? [[name, value]] : []
    }),
  )

/** User id a link is for. */
export const userOfLink = (task: Resource): string | undefined => {
  const focus = isRecord(task.focus) ? task.focus.identifier : undefined
  return textAt(focus, 'value')
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')
const inSeconds = (from: Date, seconds: number): string =>
  new Date(from.getTime() + seconds * 1000).toISOString()
