// The language of the pages: English or Spanish for members and the directory, chosen once and remembered; the rest is English.
import { useSyncExternalStore } from 'react'
import type { Brand } from '../brand.ts'
import { en, type Texts } from './en.ts'
import { withOwnWords } from './own-words.ts'

export type Language = 'en' | 'es'

export const languages: Record<Language, string> = { en: 'English', es: 'Español' }

const key = 'plan-api.language'
/** Vendors and staff work in English, whatever the browser's language. */
const englishOnly = /^\/(vendor|admin|docs)(\/|$)/

const tables: { en: Texts; es?: Texts } = { en }
let chosen: Language = 'en'
const listeners = new Set<() => void>()

const isLanguage = (value: unknown): value is Language => value === 'en' || value === 'es'

/** The language that pages at a path are in. */
export const languageAt = (path: string): Language => (englishOnly.test(path) ? 'en' : chosen)

/** The language of the page that is open. */
export const language = (): Language => languageAt(globalThis.location?.pathname ?? '/')

/** The words of the page that is open. */
export const say = (): Texts => tables[language()] ?? tables.en

let own: Brand['texts'] = {}

/** Loads a language and shows the pages in it. */
const use = async (next: Language): Promise<void> => {
  if (next === 'es') tables.es ??= withOwnWords((await import('./es.ts')).es, own?.es ?? {})
  chosen = next
  for (const listener of listeners) listener()
}

/** What was chosen before, or what the browser asks for, in the plan's own words; once, before anything is shown. */
export const loadLanguage = (texts: Brand['texts']): Promise<void> => {
  own = texts
  tables.en = withOwnWords(en, own?.en ?? {})
  const remembered = localStorage.getItem(key)
  const asked = navigator.languages.map(tag => tag.slice(0, 2).toLowerCase()).find(isLanguage)
  // Words that could not be loaded must not keep the page away: English is there already.
  return use(isLanguage(remembered) ? remembered : (asked ?? 'en')).catch(() => undefined)
}

/** The member's choice, remembered in this browser. */
export const chooseLanguage = async (next: Language): Promise<void> => {
  await use(next)
  localStorage.setItem(key, next)
}

/** The chosen language, for a component that has to follow it. */
export const useChosenLanguage = (): Language =>
  useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => chosen,
  )

/** A word from a table by a code that came from outside; undefined where the table has none. */
export const wordFor = (
  table: Readonly<Record<string, string>>,
  code: string,
): string | undefined => (Object.hasOwn(table, code) ? table[code] : undefined)
