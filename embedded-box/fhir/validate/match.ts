// Fixed values and patterns: equal, or at least containing (FHIR R4, ElementDefinition.fixed and .pattern).
import { field, isObject } from '../../json.ts'

/** True when a value has everything a pattern has; each item of a pattern's list matches some item of the value's. */
export const matchesPattern = (value: unknown, pattern: unknown): boolean => {
  if (Array.isArray(pattern))
    return (
      Array.isArray(value) &&
      pattern.every(wanted => value.some(each => matchesPattern(each, wanted)))
    )
  if (isObject(pattern))
    return (
      isObject(value) &&
      Object.keys(pattern).every(key => matchesPattern(field(value, key), pattern[key]))
    )
  return value === pattern
}

/** Short JSON for a message. */
export const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 160 ? `${text.slice(0, 157)}...` : text
}
