// The FHIRPath invariants of a profile, those that need neither terminology nor other resources.
import fhirpath from 'fhirpath'
import r4 from 'fhirpath/fhir-context/r4'
import type { Resource } from '../../vocabulary/aidbox.ts'
import type { Definition } from './packages.ts'

interface Invariant {
  key: string
  holds: (resource: Resource) => boolean
}

const compiled = new Map<Definition, Invariant[]>()

/** Keys of the error-level invariants that a resource breaks. */
export const brokenInvariants = (resource: Resource, profile: Definition): string[] => {
  const invariants = compiled.get(profile) ?? compile(profile)
  compiled.set(profile, invariants)
  return invariants.filter(({ holds }) => !holds(resource)).map(({ key }) => key)
}

const compile = (profile: Definition): Invariant[] =>
  (profile.snapshot?.element ?? []).flatMap(({ path, id, constraint }) =>
    // Slices would have to be told apart; what stands on the whole element is enough here.
    id.includes(':')
      ? []
      : (constraint ?? []).flatMap(({ key, severity, expression }) => {
          if (severity !== 'error' || !expression || everywhere.has(key)) return []
          if (unsupported.test(expression)) return []
          const all = wholeExpression(path, expression)
          const evaluate = fhirpath.compile(all, r4)
          return [
            { key: `${key} at ${path}`, holds: (resource: Resource) => isTrue(evaluate(resource)) },
          ]
        }),
  )

// On every element of every profile; no element empty is what the box checks on each write.
const everywhere = new Set(['ele-1', 'ext-1'])

const unsupported = /resolve\(|memberOf\(|conformsTo\(|htmlChecks|%resource|%rootResource/

// Evaluated for each value of the element, from the resource's root; FHIRPath knows choices by their bare name.
const wholeExpression = (path: string, expression: string): string => {
  const steps = path
    .replaceAll('[x]', '')
    .split('.')
    .map((step, index) => (index === 0 ? step : `\`${step}\``))
  return steps.length > 1 ? `${steps.join('.')}.all(${expression})` : expression
}

// Nothing is no objection: an empty answer comes from elements that are not there.
const isTrue = (answer: unknown): boolean =>
  !Array.isArray(answer) || answer.length === 0 || answer[0] === true
