// One primitive value: its JSON type, its text, its length and its bounds.

import type { ElementDefinition } from '../packages-definition.ts'
import { primitives } from '../primitives.ts'
import { type Item, type Run, report } from './run.ts'

/** True for FHIR's primitive types. */
export const isPrimitive = (type: string | undefined): boolean =>
  type !== undefined && primitives[type] !== undefined

/** Reports a value that its primitive type does not allow; false when there is nothing more to check. */
export const checkPrimitive = (run: Run, type: string, { value, spot }: Item): boolean => {
  const primitive = primitives[type]
  if (!primitive) return false
  const fits = typeof value === primitive.json && (primitive.pattern?.test(String(value)) ?? true)
  if (!fits) report(run, spot, 'value', `must be ${primitive.say}.`)
  return fits
}

/** Length and bounds that the definition sets. */
export const checkBounds = (
  run: Run,
  { maxLength, minValue, maxValue }: ElementDefinition,
  { value, spot }: Item,
): void => {
  if (maxLength !== undefined && typeof value === 'string' && value.length > maxLength)
    report(run, spot, 'value', `is longer than ${maxLength} characters.`)
  if (below(value, minValue)) report(run, spot, 'value', `is below ${minValue}.`)
  if (below(maxValue, value)) report(run, spot, 'value', `is above ${maxValue}.`)
}

const below = (one: unknown, other: unknown): boolean =>
  (typeof one === 'number' && typeof other === 'number' && one < other) ||
  (typeof one === 'string' && typeof other === 'string' && one < other.slice(0, one.length))
