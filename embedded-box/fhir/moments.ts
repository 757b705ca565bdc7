// FHIR dates as the span of milliseconds they stand for: a day is a day long, an open period has no end.
import { isObject } from '../json.ts'

export interface Span {
  lo: number
  /** Inclusive. */
  hi: number
}

const forever = 8_640_000_000_000_000

const shape =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/

/** The span of a date, dateTime or instant at its precision; times without a zone are UTC. Undefined when it is none. */
export const spanOf = (value: string): Span | undefined => {
  const match = shape.exec(value)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, fraction, zone] = match
  const numbers = [year, month ?? 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0].map(Number)
  const [y = 0, mo = 1, d = 1, h = 0, mi = 0, s = 0] = numbers
  if (mo < 1 || mo > 12 || d < 1 || d > daysIn(y, mo) || h > 23 || mi > 59 || s > 60)
    return undefined
  const offset = zone && zone !== 'Z' ? offsetOf(zone) : 0
  const ms = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'))
  const lo = utc(y, mo - 1, d, h, mi, s, ms) - offset
  const next =
    month === undefined
      ? utc(y + 1, 0, 1)
      : day === undefined
        ? utc(y, mo, 1)
        : hour === undefined
          ? utc(y, mo - 1, d + 1)
          : second === undefined
            ? utc(y, mo - 1, d, h, mi + 1)
            : undefined
  if (next !== undefined) return { lo, hi: next - offset - 1 }
  return { lo, hi: fraction === undefined ? lo + 999 : lo }
}

/** Every span that an element of a date type stands for. */
export const spansOf = (value: unknown): Span[] => {
  if (typeof value === 'string') return [spanOf(value)].filter(span => span !== undefined)
  if (!isObject(value)) return []
  if (Array.isArray(value.event) || isObject(value.repeat)) {
    const events = Array.isArray(value.event) ? value.event.flatMap(spansOf) : []
    const bounds = isObject(value.repeat) ? spansOf(value.repeat.boundsPeriod) : []
    return [...events, ...bounds]
  }
  const start = typeof value.start === 'string' ? spanOf(value.start) : undefined
  const end = typeof value.end === 'string' ? spanOf(value.end) : undefined
  if (!start && !end) return []
  return [{ lo: start?.lo ?? -forever, hi: end?.hi ?? forever }]
}

/** Years below 100 are years, not 1900-somethings. */
const utc = (y: number, mo: number, d = 1, h = 0, mi = 0, s = 0, ms = 0): number =>
  new Date(0).setUTCFullYear(y, mo, d) + ((h * 60 + mi) * 60 + s) * 1000 + ms

const daysIn = (year: number, month: number): number => new Date(utc(year, month, 0)).getUTCDate()

const offsetOf = (zone: string): number => {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000
}
