// Kinds of data in the reader's language: the App tells them in English or as scopes, the shared table knows both languages.
import { scopeTable, scopeWordTable } from '../../../vocabulary/scope-table.ts'
import { scopeInWords } from '../../../vocabulary/scopes.ts'
import { language } from '../language/language.ts'

const byEnglish = new Map(
  [...Object.values(scopeTable), ...Object.values(scopeWordTable)].map(words => [words.en, words]),
)

/** What the App tells in English, in the reader's language. */
export const kindWords = (english: string): string =>
  byEnglish.get(english)?.[language()] ?? english

/** Granted scopes, each kind of data once. */
export const grantedWords = (scopes: readonly { scope: string }[]): string[] => [
  ...new Set(scopes.map(({ scope }) => scopeInWords(scope, language()))),
]
