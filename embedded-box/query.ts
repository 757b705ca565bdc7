// Query strings and form bodies as ordered pairs, decoded; what is not percent-encoded as it should be is 400.
import { fail } from './errors.ts'

export type Pairs = readonly (readonly [string, string])[]

/** `a=1&b=x%20y` → pairs in order. A name without `=` has an empty value. */
export const parsePairs = (text: string): Pairs => {
  if (text === '') return []
  return text
    .split('&')
    .filter(part => part !== '')
    .map(part => {
      const at = part.indexOf('=')
      return at < 0
        ? ([decode(part), ''] as const)
        : ([decode(part.slice(0, at)), decode(part.slice(at + 1))] as const)
    })
}

const decode = (text: string): string => {
  if (!/[%+\0]/.test(text)) return text
  let decoded: string
  try {
    decoded = decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw fail('structure', 'A parameter is not percent-encoded as it should be', {
      expression: [text.slice(0, 60)],
    })
  }
  if (decoded.includes('\u0000'))
    throw fail('structure', 'A parameter holds the character U+0000, which is never stored', {
      expression: [text.slice(0, 60)],
    })
  return decoded
}
