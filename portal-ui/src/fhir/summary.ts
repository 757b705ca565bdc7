// One resource in plain words: a title, a line below it, facts to open. One row a type; the rest say what they can.
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { say } from '../language/language.ts'
import { dateWords } from '../ui/when.ts'
import { dateOf } from './elements.ts'
import { recordedLanguage } from './recorded-language.ts'
import { rowOf } from './summary-rows.ts'
import { typeWords } from './type-words.ts'

export interface Summary {
  title: string
  /** A short second line: a status, an amount, a result. */
  line: string
  date: string
  facts: { label: string; value: string; lang?: string | undefined }[]
  /** Where title and line are the record's own words in another language than the page's. */
  titleLang: string | undefined
  lineLang: string | undefined
}

/** A resource in words a member understands. */
export const summaryOf = (resource: Resource): Summary => {
  const row = rowOf(resource.resourceType)
  const date = dateOf(resource)
  const title = row.title(resource) || typeWords(resource.resourceType)
  const line = row.line(resource)
  return {
    title,
    line,
    titleLang: recordedLanguage(resource, title),
    lineLang: recordedLanguage(resource, line),
    date: dateWords(date),
    facts: row
      .facts(resource)
      .filter(([, value]) => value !== '')
      .map(([label, value]) => ({
        label: typeof label === 'string' ? say().facts[label] : label.words,
        value,
        lang: recordedLanguage(resource, value),
      })),
  }
}

/** Does a resource mention what was typed? Words, codes and ids count. */
export const mentions = (resource: Resource, search: string): boolean => {
  const wanted = search.trim().toLowerCase()
  return wanted === '' || JSON.stringify(resource).toLowerCase().includes(wanted)
}
