// A Grant as we write and read it: a member's yes, when it began, when it ends, whether sensitive records are included.
import { createHash } from 'node:crypto'
import { type Client, type Grant, grantExtensions } from '../vocabulary/aidbox.ts'
import type { Language } from './mail/outbox.ts'

export interface Yes {
  user: string
  client: string
  /** Absent when nothing of a patient was asked for. */
  patient?: string
  requested: readonly string[]
  provided: readonly string[]
  sensitive: boolean
  start: Date
  end: Date
  /** Of the page on which it was said. */
  language: Language
}

/** One Grant for each member, app and patient: a new answer replaces the old one. */
export const grantOf = (yes: Yes): Grant & { id: string } => ({
  resourceType: 'Grant',
  id: `grant-${digest(`${yes.user} ${yes.client} ${yes.patient ?? ''}`)}`,
  meta: {
    extension: [
      { url: grantExtensions.end, valueDateTime: yes.end.toISOString() },
      { url: grantExtensions.sensitive, valueBoolean: yes.sensitive },
      { url: grantExtensions.language, valueCode: yes.language },
    ],
  },
  user: { reference: `User/${yes.user}` },
  client: { reference: `Client/${yes.client}` },
  ...(yes.patient ? { patient: { reference: `Patient/${yes.patient}` } } : {}),
  'requested-scope': [...yes.requested],
  'provided-scope': [...yes.provided],
  scope: yes.provided.join(' '),
  start: yes.start.toISOString(),
})

/** When the yes ends, as the Grant itself says. */
export const writtenEnd = ({ meta }: Grant): string | undefined =>
  meta?.extension?.find(({ url }) => url === grantExtensions.end)?.valueDateTime

/** When access by this Grant ends: as written, else with the refresh token; undefined when nothing outlives a session. */
export const endOfGrant = (grant: Grant, client: Client | undefined): string | undefined => {
  const written = writtenEnd(grant)
  const seconds = client?.auth?.authorization_code?.refresh_token_expiration
  const hasRefresh = grant['provided-scope']?.includes('offline_access')
  if (written !== undefined || !hasRefresh || !seconds || !grant.start) return written
  const end = Date.parse(grant.start) + seconds * 1000
  return Number.isNaN(end) ? undefined : new Date(end).toISOString()
}

/** Whether resources labelled sensitive are included. */
export const includesSensitive = ({ meta }: Grant): boolean =>
  meta?.extension?.some(
    ({ url, valueBoolean }) => url === grantExtensions.sensitive && valueBoolean === true,
  ) ?? false

/** The language in which mails about it are written. */
export const languageOfGrant = ({ meta }: Grant): Language =>
  meta?.extension?.some(
    ({ url, valueCode }) => url === grantExtensions.language && valueCode === 'es',
  )
    ? 'es'
    : 'en'

const digest = (text: string) =>
  createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 40)
