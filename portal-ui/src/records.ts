// Reading one patient's record in the portal itself, as the SMART app `portal-records`: its tokens, and its searches.
import { useMemo, useSyncExternalStore } from 'react'
import type { BundleEntry, Resource } from '../../vocabulary/aidbox.ts'
import type { BoxName } from '../../vocabulary/operations.ts'
import { scopeTable } from '../../vocabulary/scope-table.ts'
import { ask, fhirBase } from './box.ts'
import { beginFlow, type TokenAnswer } from './code-flow.ts'
import { say } from './language/language.ts'
import { Problem } from './problem.ts'

/** One opened record. */
export interface OpenRecord {
  box: BoxName
  /** Whose: a Patient's id. */
  patient: string
  token: string
  /** Epoch milliseconds. */
  expires: number
  scope: string
}

const prefix = 'plan-api.record.'
const key = (box: BoxName, patient: string) => `${prefix}${box}.${patient}`

/** Everything the product can show, in the syntax of SMART v2. */
const scopes = [
  'openid',
  'fhirUser',
  ...Object.keys(scopeTable).map(type => `patient/${type}.rs`),
].join(' ')

/** Sends the browser for a token to one record; `launch` names whose, without it the reader's own. */
export const openRecord = (
  box: BoxName,
  { patient, launch, returnTo }: { patient: string; launch?: string; returnTo: string },
): Promise<void> =>
  beginFlow(
    { client: 'portal-records', box, returnTo, note: { patient } },
    {
      aud: fhirBase(box),
      scope: launch ? `launch ${scopes}` : scopes,
      ...(launch ? { launch } : {}),
    },
  )

/** Keeps what the callback page got; a token for another patient than the one asked for is refused. */
export const recordOpened = (box: BoxName, patient: string, token: TokenAnswer): void => {
  if (!token.patient || token.patient !== patient)
    throw new Problem('forbidden', say().problem.otherRecord)
  const record: OpenRecord = {
    box,
    patient,
    token: token.access_token,
    expires: Date.now() + token.expires_in * 1000,
    scope: token.scope ?? '',
  }
  sessionStorage.setItem(key(box, patient), JSON.stringify(record))
}

const listeners = new Set<() => void>()

/** The opened record of a patient, if its token is good for another moment; a component follows its closing. */
export const useOpenedRecord = (box: BoxName, patient: string): OpenRecord | undefined => {
  const text = useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => sessionStorage.getItem(key(box, patient)),
  )
  return useMemo(() => {
    const value: unknown = text ? JSON.parse(text) : undefined
    return isRecord(value) && value.expires > Date.now() + 30_000 ? value : undefined
  }, [text])
}

/** One record's token is no longer good. */
export const recordClosed = ({ box, patient }: OpenRecord): void => {
  sessionStorage.removeItem(key(box, patient))
  for (const listener of listeners) listener()
}

/** Forgets all of them: another person may sign in. */
export const forgetRecords = (): void => {
  for (const name of Object.keys(sessionStorage))
    if (name.startsWith(prefix)) sessionStorage.removeItem(name)
  for (const listener of listeners) listener()
}

export interface Page {
  resources: Resource[]
  total: number | undefined
  /** Where the following page is. */
  next: string | undefined
}

/** One page of a search in an opened record. */
export const searchRecord = async (
  record: OpenRecord,
  type: string,
  query: Record<string, string>,
  signal?: AbortSignal,
): Promise<Page> =>
  readPage(
    await ask({
      box: record.box,
      path: `/fhir/${type}`,
      query: new URLSearchParams(query),
      token: record.token,
      ...(signal ? { signal } : {}),
    }),
  )

/** The page behind a `next` link. */
export const nextPage = async (
  record: OpenRecord,
  link: string,
  signal?: AbortSignal,
): Promise<Page> =>
  readPage(
    await ask({
      box: record.box,
      path: link,
      token: record.token,
      ...(signal ? { signal } : {}),
    }),
  )

/** A searchset as pages need it; anything else is a fault of the box. */
export const readPage = (body: unknown): Page => {
  if (!isObject(body) || body.resourceType !== 'Bundle')
    throw new Problem('fault', say().problem.unreadable)
  const entries: unknown[] = Array.isArray(body.entry) ? body.entry : []
  const links: unknown[] = Array.isArray(body.link) ? body.link : []
  const next = links.filter(isObject).find(link => link.relation === 'next')?.url
  return {
    resources: entries
      .filter(isEntry)
      .map(entry => entry.resource)
      .filter(resource => resource !== undefined),
    total: typeof body.total === 'number' ? body.total : undefined,
    next: typeof next === 'string' ? next : undefined,
  }
}

const isEntry = (value: unknown): value is BundleEntry =>
  isObject(value) && isObject(value.resource) && typeof value.resource.resourceType === 'string'

const isRecord = (value: unknown): value is OpenRecord =>
  isObject(value) && typeof value.token === 'string' && typeof value.expires === 'number'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
