// Search parameters of a type, compiled once: what they find in a resource, and whose they are.
import { patientCompartment } from '../../vocabulary/compartment.ts'
import {
  commonParameters,
  type SearchKind,
  type SearchParameterFact,
  searchParameters,
} from '../../vocabulary/search-parameters.ts'
import { hasOwner } from '../storage/tables.ts'
import { compilePath, type Evaluate } from './element-path.ts'
import type { PartKind } from './measures.ts'

export interface Parameter {
  name: string
  kind: SearchKind
  /** Types a reference may point at; empty: any. */
  targets: readonly string[]
  /** True when its value is the patient whose row it is, so that the patient index answers it. */
  owner: boolean
  /** Where its references stand in a resource, when that is all there is to its path. */
  elements?: readonly string[]
  evaluate: Evaluate
  /** Of a composite: what each of its values is made of. */
  parts: readonly { kind: PartKind; evaluate: Evaluate }[]
}

const compiled = new Map<string, ReadonlyMap<string, Parameter>>()

/** All parameters of a type with those of every type; compiled when the type is first met. */
export const parametersOf = (type: string): ReadonlyMap<string, Parameter> => {
  const known = compiled.get(type)
  if (known) return known
  const facts = { ...commonParameters, ...searchParameters[type]?.parameters }
  const made = new Map(
    Object.entries(facts).map(([name, fact]) => [name, compile(type, name, fact)]),
  )
  compiled.set(type, made)
  return made
}

/** The parameter, or undefined when the type has none of that name. */
export const parameterOf = (type: string, name: string): Parameter | undefined =>
  parametersOf(type).get(name)

const compile = (type: string, name: string, fact: SearchParameterFact): Parameter => {
  const onlyPatient = / is Patient\)$/.test(fact.path) || fact.targets?.join() === 'Patient'
  const bare = fact.path.replace(/\.where\(resolve\(\) is Patient\)$/, '')
  return {
    name,
    kind: fact.kind,
    targets: onlyPatient
      ? ['Patient']
      : (fact.targets ?? []).filter(target => target !== 'Resource'),
    owner:
      fact.kind === 'reference' &&
      hasOwner(type) &&
      patientCompartment[type]?.rule !== 'self' &&
      patientCompartment[type]?.element === bare,
    ...(fact.kind === 'reference' ? elementsIn(type, fact.path) : {}),
    evaluate: compilePath(fact.path),
    parts: (fact.parts ?? []).map(({ kind, path }) => ({ kind, evaluate: compilePath(path) })),
  }
}

/** `Encounter.participant.individual | Encounter.subject` as elements; undefined for anything with more to it. */
const elementsIn = (type: string, path: string): { elements?: readonly string[] } => {
  const elements = path
    .split(' | ')
    .map(branch => branch.replace(/\.where\(resolve\(\) is Patient\)$/, ''))
    .map(branch => (branch.startsWith(`${type}.`) ? branch.slice(type.length + 1) : ''))
  return elements.every(element => /^[a-z]\w*(\.[a-z]\w*)*$/.test(element)) ? { elements } : {}
}
