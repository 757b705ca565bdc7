// What a member can tick: offered scopes grouped into kinds of data, and back from ticks to scopes. Pure.

import { scopeTable } from '../../vocabulary/scope-table.ts'
import { parseScope, scopeInWords } from '../../vocabulary/scopes.ts'
import type { Language } from '../mail/outbox.ts'

/** One tick box. */
export interface Choice {
  /** The form's value: its scopes, as text. */
  key: string
  words: string
  scopes: readonly string[]
}

export interface Offer {
  /** Kinds of data, in the table's order. */
  data: readonly Choice[]
  /** `openid fhirUser profile email`, in one box. */
  identity?: Choice
  /** `offline_access`. */
  offline?: Choice
  /** `online_access`. */
  online?: Choice
  /** `launch`, `launch/patient`: no box; they give no data by themselves. */
  silent: readonly string[]
}

/** How long a member's yes lasts. */
export const durations = ['once', 'days-90', 'months-13'] as const
export type Duration = (typeof durations)[number]

const identityWords = ['openid', 'fhirUser', 'profile', 'email']
const typeOrder = Object.keys(scopeTable)

/** Groups offered scopes into tick boxes. */
export const offerOf = (offered: readonly string[], language: Language): Offer => {
  const data = new Map<string, { type: string; words: string; scopes: string[] }>()
  for (const text of offered) {
    const scope = parseScope(text)
    if (!scope) continue
    const { type, query } = scope
    const key = query === undefined ? type : `${type}?${query}`
    const entry = data.get(key) ?? { type, words: inWords(text, query, language), scopes: [] }
    entry.scopes.push(text)
    data.set(key, entry)
  }
  const word = (name: string): Choice | undefined =>
    offered.includes(name) ? choiceOf(scopeInWords(name, language), [name]) : undefined
  const identity = identityWords.filter(name => offered.includes(name))
  const offline = word('offline_access')
  const online = word('online_access')
  return {
    data: [...data.values()]
      .sort((a, b) => typeOrder.indexOf(a.type) - typeOrder.indexOf(b.type))
      .map(kind => choiceOf(kind.words, kind.scopes)),
    ...(identity.length > 0
      ? {
          identity: choiceOf(
            identity.map(name => scopeInWords(name, language)).join(' · '),
            identity,
          ),
        }
      : {}),
    ...(offline ? { offline } : {}),
    ...(online ? { online } : {}),
    silent: offered.filter(name => name === 'launch' || name === 'launch/patient'),
  }
}

/** Every box of an offer. */
export const choicesOf = ({ data, identity, offline, online }: Offer): Choice[] =>
  [...data, identity, offline, online].filter(choice => choice !== undefined)

/**
 * The scopes a member's ticks give. Undefined when a tick was never offered; empty when nothing of substance is
 * ticked, which means no.
 */
export const providedScopes = (
  offer: Offer,
  ticked: readonly string[],
  duration: Duration,
): string[] | undefined => {
  const choices = choicesOf(offer)
  if (!ticked.every(key => choices.some(choice => choice.key === key))) return undefined
  const substance = [...offer.data, ...(offer.identity ? [offer.identity] : [])]
  if (!substance.some(choice => ticked.includes(choice.key))) return []
  const kept = choices
    .filter(choice => ticked.includes(choice.key))
    .filter(choice => choice !== offer.offline || duration !== 'once')
  return [...kept.flatMap(choice => choice.scopes), ...offer.silent]
}

/** When a yes given now ends. */
export const endOf = (duration: Duration, now: Date, accessTokenSeconds: number): Date => {
  const end = new Date(now)
  if (duration === 'days-90') end.setUTCDate(end.getUTCDate() + 90)
  else if (duration === 'months-13') end.setUTCMonth(end.getUTCMonth() + 13)
  // Once: the code is exchanged within a minute, then one access token lives its time.
  else end.setTime(end.getTime() + (accessTokenSeconds + 60) * 1000)
  return end
}

/** Whether a scope needs a patient in context. */
export const needsPatient = (scopes: readonly string[]): boolean =>
  scopes.some(text => text === 'launch/patient' || parseScope(text) !== undefined)

const choiceOf = (words: string, scopes: readonly string[]): Choice => ({
  key: scopes.join(' '),
  words,
  scopes,
})

const inWords = (text: string, query: string | undefined, language: Language): string => {
  const words = scopeInWords(text, language)
  if (query === undefined) return words
  const values = [...new URLSearchParams(query).values()].map(value => value.split('|').at(-1))
  return `${words} (${language === 'es' ? 'solo' : 'only'}: ${values.join(', ')})`
}
