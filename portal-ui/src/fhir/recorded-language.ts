// In which language a record says something: its own words are shown as they were recorded, and a screen reader must pronounce them so.
import { type Language, language } from '../language/language.ts'
import { isElement } from './elements.ts'

/** Records of US health plans that name no language are in English. */
const usual = 'en'

/** The `lang` of a record's own words; undefined where it is the page's language. */
export const languageOfRecord = (
  resource: unknown,
  page: Language = language(),
): string | undefined => {
  const spoken =
    isElement(resource) && typeof resource.language === 'string' ? resource.language : usual
  return spoken.slice(0, 2) === page ? undefined : spoken
}

/** The `lang` of words that stand in the resource itself; undefined where they are the page's own, or in its language. */
export const recordedLanguage = (
  resource: unknown,
  words: string,
  page: Language = language(),
): string | undefined => {
  const spoken = languageOfRecord(resource, page)
  if (words === '' || spoken === undefined) return undefined
  const whole = JSON.stringify(resource)
  const stands = (part: string): boolean => whole.includes(JSON.stringify(part))
  // Several of them are joined by commas.
  return stands(words) || words.split(', ').every(stands) ? spoken : undefined
}
