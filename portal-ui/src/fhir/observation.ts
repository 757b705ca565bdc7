// What an Observation found, in words: a number with its unit, an answer, or its parts.
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { say } from '../language/language.ts'
import { conceptAt, type Element, list, text } from './elements.ts'

/** `132/84 mmHg`, `6.8 %`, `Never smoker`. */
export const observationValue = (observation: Resource): string =>
  answerOf(observation) || partsOf(observation) || conceptAt(observation, 'dataAbsentReason')

/** UCUM's spellings that people write otherwise. */
const units: Record<string, string> = { 'mm[Hg]': 'mmHg', Cel: '°C', '[degF]': '°F', '1': '' }

/** The unit of an element's quantity, as people write it. */
export const unitWords = (element: unknown): string => {
  const unit = text(element, 'valueQuantity.unit') || text(element, 'valueQuantity.code')
  return Object.hasOwn(units, unit) ? (units[unit] ?? unit) : unit
}

const answerOf = (element: Element): string => {
  const number = text(element, 'valueQuantity.value')
  if (number) {
    const unit = unitWords(element)
    return unit ? `${number} ${unit}` : number
  }
  if (typeof element.valueBoolean === 'boolean')
    return element.valueBoolean ? say().titles.yes : say().titles.no
  return (
    conceptAt(element, 'valueCodeableConcept') ||
    text(element, 'valueString') ||
    text(element, 'valueInteger') ||
    text(element, 'valueDateTime')
  )
}

/** LOINC codes of a blood pressure's two numbers, which people read as one. */
const systolic = '8480-6'
const diastolic = '8462-4'

const partsOf = (observation: Resource): string => {
  const parts = list(observation, 'component')
  const part = (code: string) =>
    parts.find(component => list(component.code, 'coding').some(coding => coding.code === code))
  const [upper, lower] = [part(systolic), part(diastolic)]
  if (upper && lower)
    return `${text(upper, 'valueQuantity.value')}/${text(lower, 'valueQuantity.value')} mmHg`
  return parts
    .map(component =>
      [conceptAt(component, 'code'), answerOf(component)].filter(Boolean).join(': '),
    )
    .join(', ')
}
