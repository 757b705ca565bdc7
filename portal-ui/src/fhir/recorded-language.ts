// In which language a record says something: its own words are shown as they were recorded, and a screen reader must pronounce them so.
import { type Language, language } from '../language/language.ts'
import { isElement } from './elements.ts'

/** Records of US health plans that name no language are in English. */
const usual = 'en'

/** The `lang` of words that stand in the resource itself; undefined where they are the page's own, or in its language. */
export const recordedLanguage = (
  resource: unknown,
  words: string,
  page: Language = language(),
): string | undefined => {
  if (words === '') return undefined
  const spoken =
    isElement(resource) && typeof resource.language === 'string' ? resource.language : usual
  if (spoken.slice(0, 2) === page) return undefined
  const whole = JSON.stringify(resource)
  const stands = (part: string): boolean => whole.includes(JSON.stringify(part))
  // Several of them are joined by commas.
  return stands(words) || words.split(', ').every(stands) ? spoken : undefined
}
