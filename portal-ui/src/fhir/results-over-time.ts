// Results that were measured more than once, as lines over time: one for a number, two for a blood pressure. Pure.
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { at, concept, conceptAt, dateOf, list } from './elements.ts'
import { unitWords } from './observation.ts'
import { languageOfRecord } from './recorded-language.ts'

export interface ResultPoint {
  /** Of the Observation. */
  id: string
  /** `2026-03-14`. */
  date: string
  /** One number, or several by the name of each part. */
  values: Record<string, number>
}

export interface ResultLine {
  name: string
  /** The language that names are in, where it is not the page's. */
  lang: string | undefined
  unit: string
  /** Names of the values, in order; a single one is empty. */
  parts: string[]
  points: ResultPoint[]
  low: number | undefined
  high: number | undefined
}

/** Lines with at least two points, by name; points from old to new. */
export const resultLines = (observations: readonly Resource[]): ResultLine[] => {
  const lines = new Map<string, ResultLine>()
  for (const observation of observations) {
    const name = conceptAt(observation, 'code')
    const date = dateOf(observation).slice(0, 10)
    const values = valuesOf(observation)
    const [first] = values
    if (!name || date.length < 10 || !first) continue
    // A unit that changed is another line: numbers of two scales do not belong on one axis.
    const key = `${name} ${first.unit}`
    const line: ResultLine = lines.get(key) ?? {
      name,
      lang: languageOfRecord(observation),
      unit: first.unit,
      parts: values.map(({ part }) => part),
      points: [],
      low: numberAt(observation, 'referenceRange.low.value'),
      high: numberAt(observation, 'referenceRange.high.value'),
    }
    line.points.push({
      id: observation.id ?? '',
      date,
      values: Object.fromEntries(values.map(v => [v.part, v.value])),
    })
    lines.set(key, line)
  }
  return [...lines.values()]
    .filter(({ points }) => points.length > 1)
    .map(line => ({
      ...line,
      points: line.points.toSorted((one, other) => one.date.localeCompare(other.date)),
    }))
    .toSorted((one, other) => one.name.localeCompare(other.name))
}

interface Value {
  part: string
  value: number
  unit: string
}

const valuesOf = (observation: Resource): Value[] => {
  const own = quantityOf(observation, '')
  if (own) return [own]
  return list(observation, 'component').flatMap(component => {
    const value = quantityOf(component, concept(component.code))
    return value ? [value] : []
  })
}

const quantityOf = (element: unknown, part: string): Value | undefined => {
  const value = numberAt(element, 'valueQuantity.value')
  if (value === undefined) return undefined
  return { part, value, unit: unitWords(element) }
}

const numberAt = (element: unknown, path: string): number | undefined => {
  const value = at(element, path)
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
