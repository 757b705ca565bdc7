// The text of a search value: OR by comma, parts by bar, escapes by backslash (FHIR R4, search 3.1.1.6).

/** Splits at a sign that is not escaped; escapes stay in the parts. */
export const splitAt = (value: string, sign: ',' | '|' | '$'): string[] => {
  if (!value.includes('\\')) return value.split(sign)
  const parts: string[] = []
  let part = ''
  for (let at = 0; at < value.length; at++) {
    const letter = value.charAt(at)
    if (letter === '\\' && at + 1 < value.length) part += letter + value.charAt(++at)
    else if (letter === sign) {
      parts.push(part)
      part = ''
    } else part += letter
  }
  return [...parts, part]
}

/** `\,` → `,` and the same for `|`, `$` and the backslash itself. */
export const unescaped = (value: string): string =>
  value.includes('\\') ? value.replaceAll(/\\([,|$\\])/g, '$1') : value
