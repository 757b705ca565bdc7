// A plan's own sentences, laid over the table of a language; only sentences that need no facts can be replaced.
import type { Texts } from './en.ts'

type Branch = Readonly<Record<string, unknown>>

const isBranch = (value: unknown): value is Branch =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The sentence at a path such as `gallery.lead`; undefined when there is none that can be replaced. */
export const sentenceAt = (texts: Texts, path: string): string | undefined => {
  let here: unknown = texts
  for (const step of path.split('.')) {
    if (!isBranch(here) || !Object.hasOwn(here, step)) return undefined
    here = here[step]
  }
  return typeof here === 'string' ? here : undefined
}

/** The table with these sentences in place of its own; the table itself stays as it is. */
export const withOwnWords = (texts: Texts, own: Readonly<Record<string, string>>): Texts =>
  laidOver(texts, '', own)

const laidOver = <Value>(
  value: Value,
  path: string,
  own: Readonly<Record<string, string>>,
): Value => {
  if (!isBranch(value)) return value
  const copy: Record<string, unknown> = {}
  for (const [key, part] of Object.entries(value)) {
    const below = path ? `${path}.${key}` : key
    copy[key] =
      typeof part === 'string' && Object.hasOwn(own, below)
        ? own[below]
        : laidOver(part, below, own)
  }
  // Key by key the same shape as what came in.
  return copy as Value
}
