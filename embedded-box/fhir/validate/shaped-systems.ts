// Code systems nobody lists, whose codes are known by their shape or by the platform: languages, media types, currencies.

const currencies = new Set(Intl.supportedValuesOf('currency'))

const languages = new Map<string, boolean>()

const isLanguage = (code: string): boolean => {
  const known = languages.get(code)
  if (known !== undefined) return known
  const answer = isLanguageTag(code)
  if (languages.size < 500) languages.set(code, answer)
  return answer
}

const isLanguageTag = (code: string): boolean => {
  try {
    return Intl.getCanonicalLocales(code).length === 1
  } catch {
    return false // RangeError: no BCP 47 tag
  }
}

const shapes: Record<string, (code: string) => boolean> = {
  'urn:ietf:bcp:47': isLanguage,
  'urn:ietf:bcp:13': code => /^[\w.+-]+\/[\w.+*-]+(\s*;\s*[\w.+-]+=("[^"]*"|[^;"]+))*$/.test(code),
  'urn:iso:std:iso:4217': code => currencies.has(code),
}

/** Tells codes of such a system; undefined for any other system. */
export const shapedSystem = (url: string): ((code: string) => boolean) | undefined => shapes[url]
