// What a member can tick: offered scopes grouped into kinds of data, and back from ticks to scopes. Pure.

import { scopeCategories } from '../../vocabulary/scope-categories.ts'
import { scopeTable } from '../../vocabulary/scope-table.ts'
import { parseScope, scopeInWords, withCategory } from '../../vocabulary/scopes.ts'
import type { Language } from '../mail/outbox.ts'

/** One tick box. */
export interface Choice {
  /** The form's value: its scopes, as text. */
  key: string
  words: string
  scopes: readonly string[]
  /** Kinds within it; ticking some shares only those. */
  parts?: readonly Part[]
}

/** A kind within a type of data, e.g. laboratory results. */
interface Part {
  /** The form's value. */
  key: string
  words: string
  category: string
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
  const data = new Map<
    string,
    { type: string; words: string; scopes: string[]; isWhole: boolean }
  >()
  for (const text of offered) {
    const scope = parseScope(text)
    if (!scope) continue
    const { type, query } = scope
    const key = query === undefined ? type : `${type}?${query}`
    const entry = data.get(key) ?? {
      type,
      words: scopeInWords(text, language),
      scopes: [],
      isWhole: query === undefined,
    }
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
      .map(({ type, words, scopes, isWhole }) => ({
        ...choiceOf(words, scopes),
        ...(isWhole ? { parts: partsOf(type, language) } : {}),
      })),
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
 * The scopes a member's ticks give: of a kind of data with ticked parts, the parts. Undefined when a tick was never
 * offered; empty when nothing of substance is ticked, which means no.
 */
export const providedScopes = (
  offer: Offer,
  ticked: readonly string[],
  duration: Duration,
  tickedParts: readonly string[] = [],
): string[] | undefined => {
  const choices = choicesOf(offer)
  const parts = choices.flatMap(choice => choice.parts ?? [])
  if (!tickedParts.every(key => parts.some(part => part.key === key))) return undefined
  if (!ticked.every(key => choices.some(choice => choice.key === key))) return undefined
  const substance = [...offer.data, ...(offer.identity ? [offer.identity] : [])]
  if (!substance.some(choice => ticked.includes(choice.key))) return []
  const kept = choices
    .filter(choice => ticked.includes(choice.key))
    .filter(choice => choice !== offer.offline || duration !== 'once')
  return [...new Set(kept.flatMap(choice => scopesOf(choice, tickedParts))), ...offer.silent]
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

const partsOf = (type: string, language: Language): Part[] =>
  (scopeCategories[type] ?? []).map(({ token, ...words }) => ({
    key: `${type} ${token}`,
    words: words[language],
    category: token,
  }))

const scopesOf = (
  { scopes, parts = [] }: Choice,
  tickedParts: readonly string[],
): readonly string[] => {
  const chosen = parts.filter(part => tickedParts.includes(part.key))
  if (chosen.length === 0) return scopes
  return scopes.flatMap(scope => chosen.map(({ category }) => withCategory(scope, category)))
}
