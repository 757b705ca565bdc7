// Invariants that stand on nearly every resource, by their FHIRPath: judged directly, with the same answers.
import { field } from '../../json.ts'
import { isNarrative } from './narrative.ts'

type Holds = (value: unknown) => boolean | undefined

/** A primitive counts as there when it has extensions only. */
const has = (value: unknown, name: string): boolean =>
  field(value, name) !== undefined || field(value, `_${name}`) !== undefined

/** Times compare as instants, dates as far as both are known; the same day is no fault. */
const ordered: Holds = value => {
  const start = field(value, 'start')
  const end = field(value, 'end')
  if (typeof start !== 'string' || typeof end !== 'string') return true
  if (start.length > 10 && end.length > 10) return Date.parse(start) <= Date.parse(end)
  const length = Math.min(start.length, end.length, 10)
  return start.slice(0, length) <= end.slice(0, length)
}

/** Expression → what it says. */
export const native: Readonly<Record<string, Holds>> = {
  // per-1
  'start.hasValue().not() or end.hasValue().not() or (start <= end)': ordered,
  // ref-1: what is not contained is reported where references are checked
  "reference.startsWith('#').not() or (reference.substring(1).trace('url') in %rootResource.contained.id.trace('ids'))":
    () => true,
  // qty-3
  'code.empty() or system.exists()': value => !has(value, 'code') || has(value, 'system'),
  // sqty-1
  'comparator.empty()': value => !has(value, 'comparator'),
  // cpt-2
  'value.empty() or system.exists()': value => !has(value, 'value') || has(value, 'system'),
  // att-1
  'data.empty() or contentType.exists()': value => !has(value, 'data') || has(value, 'contentType'),
  // txt-1, txt-2
  'htmlChecks()': isNarrative,
  // dom-6
  'text.`div`.exists()': value => has(field(value, 'text'), 'div'),
}
