// The matcho pattern language of Aidbox's AccessPolicies: a pattern is checked once, compiled, then asked per request.
// What is no operator of the language is refused at compilation, naming the key: a security rule is never approximated.
import { field, same } from '../json.ts'
import { PolicyFault } from './policy-fault.ts'
import { referenceOf } from './reference-of.ts'

/** Where a value differs from its pattern, as `$matcho` reports it. */
export interface Mismatch {
  expected: unknown
  but: unknown
  path: (string | number)[]
}

type Path = readonly (string | number)[]

/** Asks one value; `root` is the whole request, which `.path` patterns look into. */
export type Match = (value: unknown, root: unknown, path?: Path, report?: Mismatch[]) => boolean

const predicates: Record<string, (value: unknown) => boolean> = {
  'present?': value => value !== undefined && value !== null,
  'nil?': value => value === undefined || value === null,
  'not-blank?': value => typeof value === 'string' && value.trim() !== '',
}

/** Keys that Aidbox rewrites when a policy is loaded through `/fhir`: what was tested is not what would run. */
const rewritten = /^(extension|reference|value[A-Z]\w*)$/

/** Compiles a pattern. Throws PolicyFault naming the first key that is not of the language. */
export const compileMatcho = (pattern: unknown, at = 'matcho'): Match => {
  if (pattern === null || pattern === undefined) return says(pattern, predicate('nil?'))
  if (typeof pattern === 'string') return compileText(pattern, at)
  if (typeof pattern === 'number' || typeof pattern === 'boolean')
    return says(pattern, value => value === pattern)
  if (Array.isArray(pattern)) return compilePositions(pattern, at)
  return compileObject(Object.entries(pattern), pattern, at)
}

/** What a value lacks to match; empty means that it matches. */
export const explainMatcho = (pattern: unknown, value: unknown, root: unknown): Mismatch[] => {
  const report: Mismatch[] = []
  compileMatcho(pattern)(value, root, [], report)
  return report
}

/** The value at `.a.b.c` of the request; own properties only. */
export const valueAt = (root: unknown, steps: readonly string[]): unknown =>
  steps.reduce<unknown>((value, step) => field(value, step), root)

const predicate = (name: string) => predicates[name] ?? (() => false)

/** A leaf: reports itself when the test fails. */
const says =
  (expected: unknown, test: (value: unknown, root: unknown) => boolean): Match =>
  (value, root, path = [], report) => {
    if (test(value, root)) return true
    report?.push({ expected, but: value ?? null, path: [...path] })
    return false
  }

const compileText = (pattern: string, at: string): Match => {
  if (Object.hasOwn(predicates, pattern)) return says(pattern, predicate(pattern))
  if (/^[a-z][a-z-]*\?$/.test(pattern))
    throw new PolicyFault(at, `"${pattern}" is no predicate: use present?, nil? or not-blank?`)
  if (pattern.startsWith('#')) {
    const expression = compileExpression(pattern.slice(1), at)
    return says(pattern, value => typeof value === 'string' && expression.test(value))
  }
  if (pattern.startsWith('^'))
    throw new PolicyFault(at, `"${pattern}" is compared literally: write "#${pattern}"`)
  if (pattern.startsWith('.')) {
    const steps = pathSteps(pattern, at)
    return says(pattern, (value, root) => same(value, valueAt(root, steps)))
  }
  return says(pattern, value => value === pattern)
}

const compileExpression = (source: string, at: string): RegExp => {
  const [, flags = '', rest = source] = /^\(\?([ims]+)\)(.*)$/s.exec(source) ?? []
  try {
    return new RegExp(rest, `u${flags}`)
  } catch {
    throw new PolicyFault(at, `"#${source}" is not a regular expression`)
  }
}

const pathSteps = (pattern: string, at: string): string[] => {
  const steps = pattern.slice(1).split('.')
  if (steps.some(step => step === '')) throw new PolicyFault(at, `"${pattern}" is not a path`)
  return steps
}

const compilePositions = (patterns: readonly unknown[], at: string): Match => {
  const matches = patterns.map((pattern, index) => compileMatcho(pattern, `${at}[${index}]`))
  return (value, root, path = [], report) => {
    if (!Array.isArray(value)) return says(patterns, () => false)(value, root, path, report)
    return all(matches, report, (match, index) =>
      match(value[index], root, report && [...path, index], report),
    )
  }
}

const compileObject = (
  entries: readonly (readonly [string, unknown])[],
  pattern: object,
  at: string,
): Match => {
  if (Object.hasOwn(pattern, '$one-of') && entries.length > 1)
    throw new PolicyFault(`${at}.$one-of`, '$one-of must be the only key of its object')
  const matches = entries.map(([key, part]): Match => {
    const here = `${at}.${key}`
    if (key.startsWith('$')) {
      const operator = operators[key]
      if (!operator || !Object.hasOwn(operators, key))
        throw new PolicyFault(
          here,
          `${key} is no operator: use ${Object.keys(operators).join(', ')}`,
        )
      return operator(part, here)
    }
    if (rewritten.test(key))
      throw new PolicyFault(here, `a pattern must not look into "${key}": use $reference`)
    const match = compileMatcho(part, here)
    return (value, root, path = [], report) =>
      match(field(value, key), root, report && [...path, key], report)
  })
  return (value, root, path, report) =>
    all(matches, report, match => match(value, root, path, report))
}

/** Every test holds; for a report all are made, so that it is complete. */
const all = <T>(
  items: readonly T[],
  report: Mismatch[] | undefined,
  test: (item: T, index: number) => boolean,
): boolean =>
  report ? items.map(test).every(Boolean) : items.every((item, index) => test(item, index))

const operators: Record<string, (part: unknown, at: string) => Match> = {
  $enum: (part, at) => {
    const values = list(part, at)
    if (values.some(value => typeof value === 'object'))
      throw new PolicyFault(at, '$enum lists texts, numbers and booleans')
    return says({ $enum: values }, value => values.includes(value))
  },
  '$one-of': (part, at) => {
    if (typeof part === 'string' && part.startsWith('.')) {
      const steps = pathSteps(part, at)
      return says({ '$one-of': part }, (value, root) => {
        const among = valueAt(root, steps)
        return Array.isArray(among) && among.some(item => item !== null && same(item, value))
      })
    }
    const matches = list(part, at).map((item, index) => compileMatcho(item, `${at}[${index}]`))
    return says({ '$one-of': part }, (value, root) => matches.some(match => match(value, root)))
  },
  $contains: (part, at) => {
    const match = compileMatcho(part, at)
    return says(
      { $contains: part },
      (value, root) => Array.isArray(value) && value.some(item => match(item, root)),
    )
  },
  $every: (part, at) => {
    const match = compileMatcho(part, at)
    return says(
      { $every: part },
      (value, root) => Array.isArray(value) && value.every(item => match(item, root)),
    )
  },
  $not: (part, at) => {
    const match = compileMatcho(part, at)
    return says({ $not: part }, (value, root) => !match(value, root))
  },
  $reference: (part, at) => {
    const match = compileMatcho(part, at)
    return (value, root, path, report) => match(referenceOf(value), root, path, report)
  },
  '$present-all': (part, at) => {
    const wanted = list(part, at)
    const matches = wanted.map((item, index) => compileMatcho(item, `${at}[${index}]`))
    return says(
      { '$present-all': wanted },
      (value, root) =>
        Array.isArray(value) && matches.every(match => value.some(item => match(item, root))),
    )
  },
  $length: (part, at) => {
    if (typeof part !== 'number' || !Number.isInteger(part) || part < 0)
      throw new PolicyFault(at, '$length is a whole number')
    return says({ $length: part }, value => Array.isArray(value) && value.length === part)
  },
}

const list = (part: unknown, at: string): unknown[] => {
  if (Array.isArray(part) && part.length > 0) return part
  throw new PolicyFault(at, 'needs a list with at least one item')
}
