// Is this code in that value set? Yes, no, or not known here: said of value sets that packages enumerate.
import type { CodeSystem, Concept, ValueSet, ValueSetInclude } from '../packages-definition.ts'
import type { Library } from '../packages-library.ts'
import type { Pack } from '../packages-pack.ts'
import { shapedSystem } from './shaped-systems.ts'

/** Undefined: only who owns the code system could say. */
export type Answer = boolean | undefined

export interface Terminology {
  holds(valueSet: string, from: Pack | undefined, system: string | undefined, code: string): Answer
}

interface Codes {
  /** Every code that counts, folded where case does not matter. */
  codes: ReadonlySet<string>
  fold: boolean
  /** True when there may be others. */
  open: boolean
}

type Membership = (system: string | undefined, code: string) => Answer

/** Value sets over a library, each expanded once. */
export const openTerminology = (library: Library): Terminology => {
  const compiled = new Map<Pack | undefined, Map<string, Membership>>()
  const systems = new Map<Pack, Map<string, Codes | undefined>>()

  const membership = (canonical: string, from: Pack | undefined, depth: number): Membership => {
    const known = compiled.get(from) ?? new Map<string, Membership>()
    compiled.set(from, known)
    const made = known.get(canonical)
    if (made) return made
    const found = library.find('ValueSet', canonical, from)
    const answer =
      found && depth < 12 ? compile(found.definition, found.pack, depth + 1) : () => undefined
    known.set(canonical, answer)
    return answer
  }

  const compile = (valueSet: ValueSet, pack: Pack, depth: number): Membership => {
    const { expansion } = valueSet
    if (expansion) return inExpansion(expansion)
    if (!valueSet.include) return () => undefined
    const includes = valueSet.include.map(each => compileInclude(each, pack, depth))
    const excludes = (valueSet.exclude ?? []).map(each => compileInclude(each, pack, depth))
    return (system, code) => {
      const inside = some(includes, system, code)
      return inside === false || excludes.length === 0
        ? inside
        : both(inside, not(some(excludes, system, code)))
    }
  }

  const compileInclude = (include: ValueSetInclude, pack: Pack, depth: number): Membership => {
    const others = (include.valueSet ?? []).map(each => membership(each, pack, depth))
    const own = include.system === undefined ? undefined : ofSystem(include.system, include, pack)
    return (system, code) => {
      let answer: Answer = true
      for (const each of others) answer = both(answer, each(system, code))
      return own ? both(answer, own(system, code)) : answer
    }
  }

  const ofSystem = (url: string, include: ValueSetInclude, pack: Pack): Membership => {
    const inSystem = codesOf(url, include, pack)
    return (system, code) => {
      if (system !== undefined && system !== url) return false
      return inSystem(code)
    }
  }

  const codesOf = (
    url: string,
    include: ValueSetInclude,
    pack: Pack,
  ): ((code: string) => Answer) => {
    if (include.codes) {
      const listed = new Set(include.codes)
      return code => listed.has(code)
    }
    const shape = shapedSystem(url)
    if (include.filter) {
      const system = library.find('CodeSystem', url, pack)
      const kept = system && filtered(system.definition, include.filter)
      return kept ? code => kept.has(code) : code => (shape && !shape(code) ? false : undefined)
    }
    if (shape) return shape
    const all = wholeSystem(url, pack)
    if (!all) return () => undefined
    return code => {
      if (all.codes.has(all.fold ? code.toLowerCase() : code)) return true
      return all.open ? undefined : false
    }
  }

  const wholeSystem = (url: string, pack: Pack): Codes | undefined => {
    const known = systems.get(pack) ?? new Map<string, Codes | undefined>()
    systems.set(pack, known)
    if (known.has(url)) return known.get(url)
    const found = library.find('CodeSystem', url, pack)
    // FHIR R4's own copy of HL7's terminology is older than the package a guide was written with
    const older =
      found !== undefined &&
      url.startsWith('http://terminology.hl7.org/') &&
      found.pack !== pack &&
      library.lacks(pack, /^hl7\.terminology/)
    const codes = found && flattened(found.definition, older)
    known.set(url, codes)
    return codes
  }

  return {
    holds: (valueSet, from, system, code) => membership(valueSet, from, 0)(system, code),
  }
}

const inExpansion = (expansion: Record<string, string[]>): Membership => {
  const bySystem = new Map(Object.entries(expansion).map(([url, codes]) => [url, new Set(codes)]))
  return (system, code) =>
    system === undefined
      ? [...bySystem.values()].some(codes => codes.has(code))
      : (bySystem.get(system)?.has(code) ?? false)
}

const some = (parts: readonly Membership[], system: string | undefined, code: string): Answer => {
  let answer: Answer = false
  for (const part of parts) {
    const one = part(system, code)
    if (one) return true
    if (one === undefined) answer = undefined
  }
  return answer
}

const both = (one: Answer, other: Answer): Answer =>
  one === false || other === false
    ? false
    : one === undefined || other === undefined
      ? undefined
      : true

const not = (answer: Answer): Answer => (answer === undefined ? undefined : !answer)

const flattened = ({ content, concept, caseSensitive }: CodeSystem, older: boolean): Codes => {
  const codes = new Set<string>()
  const fold = caseSensitive === false
  const take = (concepts: readonly Concept[] | undefined): void => {
    for (const each of concepts ?? []) {
      codes.add(fold ? each.code.toLowerCase() : each.code)
      take(each.concept)
    }
  }
  take(concept)
  return { codes, fold, open: older || content !== 'complete' || codes.size === 0 }
}

/** Codes that pass all filters; undefined when the system is not whole here or a filter is not understood. */
const filtered = (
  system: CodeSystem,
  filters: NonNullable<ValueSetInclude['filter']>,
): ReadonlySet<string> | undefined => {
  if (system.content !== 'complete' || !system.concept) return undefined
  const kept = new Set<string>()
  let understood = true
  const visit = (concepts: readonly Concept[], above: readonly string[]): void => {
    for (const each of concepts) {
      const answers = filters.map(filter => passes(each, above, filter))
      if (answers.includes(undefined)) understood = false
      if (answers.every(answer => answer === true)) kept.add(each.code)
      visit(each.concept ?? [], [...above, each.code])
    }
  }
  visit(system.concept, [])
  return understood ? kept : undefined
}

const passes = (
  concept: Concept,
  above: readonly string[],
  { property, op, value }: { property: string; op: string; value: string },
): Answer => {
  const isCode = property === 'concept' || property === 'code'
  const parents = concept.property?.parent ? [...above, concept.property.parent] : above
  if (op === 'is-a') return isCode ? concept.code === value || parents.includes(value) : undefined
  if (op === 'descendent-of') return isCode ? parents.includes(value) : undefined
  if (op === 'is-not-a')
    return isCode ? concept.code !== value && !parents.includes(value) : undefined
  const own = isCode ? concept.code : concept.property?.[property]
  if (op === '=') return own === value
  if (op === 'exists') return (own !== undefined) === (value === 'true')
  const list = value.split(',').map(each => each.trim())
  if (op === 'in') return own !== undefined && list.includes(own)
  if (op === 'not-in') return own === undefined || !list.includes(own)
  return undefined
}
