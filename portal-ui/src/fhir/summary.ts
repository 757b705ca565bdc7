// One resource in plain words: a title, a line below it, facts to open. One row a type; the rest say what they can.
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { say } from '../language/language.ts'
import { dateWords } from '../ui/when.ts'
import { dateOf } from './elements.ts'
import { rowOf } from './summary-rows.ts'
import { typeWords } from './type-words.ts'

export interface Summary {
  title: string
  /** A short second line: a status, an amount, a result. */
  line: string
  date: string
  facts: { label: string; value: string }[]
}

/** A resource in words a member understands. */
export const summaryOf = (resource: Resource): Summary => {
  const row = rowOf(resource.resourceType)
  const date = dateOf(resource)
  return {
    title: row.title(resource) || typeWords(resource.resourceType),
    line: row.line(resource),
    date: dateWords(date),
    facts: row
      .facts(resource)
      .filter(([, value]) => value !== '')
      .map(([label, value]) => ({
        label: typeof label === 'string' ? say().facts[label] : label.words,
        value,
      })),
  }
}

/** Does a resource mention what was typed? Words, codes and ids count. */
export const mentions = (resource: Resource, search: string): boolean => {
  const wanted = search.trim().toLowerCase()
  return wanted === '' || JSON.stringify(resource).toLowerCase().includes(wanted)
}
