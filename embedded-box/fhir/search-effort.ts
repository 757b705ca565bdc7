// How much of a search no index can answer: places, measurements and parts of texts are compared row by row, once for each
// value asked for. Anybody may search the directory, so a request gets so much of it and no more.
import { fail } from '../errors.ts'
import { normalise, prefixKeyOf } from './keys.ts'
import type { Parameter } from './parameters.ts'
import { unescaped } from './search-text.ts'

/** What is left for the rest of a request. */
export interface Effort {
  left: number
}

/** Comparisons with each row, chains and `_has` steps that one request may ask for. */
const most = 20

export const freshEffort = (): Effort => ({ left: most })

/** Takes from what is left; throws BoxError 400 when it is not enough. */
export const spend = (effort: Effort, amount: number): void => {
  effort.left -= amount
  if (effort.left < 0)
    throw fail(
      'too-long',
      `This asks for more than ${most} comparisons that no index answers (places, numbers, quantities, single letters, system|, :contains, :text, :below, :missing, chains, _has). Ask in several requests.`,
      { status: 400 },
    )
}

const kinds: ReadonlySet<Parameter['kind']> = new Set([
  'number',
  'quantity',
  'composite',
  'special',
])
const modifiers: ReadonlySet<string | undefined> = new Set(['contains', 'text', 'below'])

/** How many of a parameter's values are compared with every row that is left. */
export const comparisonsOf = (
  { kind, name }: Parameter,
  modifier: string | undefined,
  values: readonly string[],
): number => {
  if (modifier === 'missing') return 1
  if (kinds.has(kind) || modifiers.has(modifier)) return values.length
  if (kind === 'token') return values.filter(value => value.endsWith('|')).length
  if (kind === 'string')
    return values.filter(value => !prefixKeyOf(name, normalise(unescaped(value)))).length
  return 0
}
