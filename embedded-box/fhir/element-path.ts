// Evaluates the FHIRPath of search parameters: by hand where it is a path with simple filters, by fhirpath otherwise.
import fhirpath from 'fhirpath'
import r4 from 'fhirpath/fhir-context/r4'
import { isObject } from '../json.ts'

/** What a path finds in a resource or, for parts of a composite, in one of its elements. */
export type Evaluate = (root: object) => unknown[]

type Step = (values: unknown[]) => unknown[]

/** Compiles an expression that starts at the resource's root. */
export const compilePath = (expression: string): Evaluate =>
  byHand(expression) ?? byLibrary(expression)

/** The library's way alone; slower, complete, and what the way by hand is tested against. */
export const byLibrary = (expression: string): Evaluate => {
  const compiled = fhirpath.compile(expression.replaceAll(/\.where\(resolve\(\) is \w+\)/g, ''), r4)
  return resource => [compiled(resource)].flat()
}

/** Undefined when the expression has something that the steps below do not know. */
export const byHand = (expression: string): Evaluate | undefined => {
  const branches = expression.split(' | ').map(branch => compileBranch(branch.trim()))
  const known = branches.filter(branch => branch !== undefined)
  if (known.length < branches.length) return undefined
  const [only] = known
  if (known.length === 1 && only) return resource => only([resource])
  return resource => known.flatMap(branch => branch([resource]))
}

const segment =
  /^(?:(?<name>[A-Za-z]\w*)|(?<cast>as|ofType)\((?<type>\w+)\)|where\(url ?= ?'(?<url>[^']+)'\)|where\(resolve\(\) is (?<target>\w+)\))(?:\.|$)/

const compileBranch = (branch: string): Step | undefined => {
  const bare = /^\((.+)\)$/.exec(branch)?.[1] ?? branch
  if (/^[A-Z]\w*$/.test(bare)) return values => values
  let rest = bare.replace(/^(.+) as (\w+)$/, '$1.as($2)').replace(/^[A-Z]\w*\./, '')
  const steps: Step[] = []
  let choice: string | undefined
  while (rest !== '') {
    const match = segment.exec(rest)
    if (!match) return undefined
    const { name, type, url, target } = match.groups ?? {}
    rest = rest.slice(match[0].length)
    if (choice !== undefined) {
      steps.push(type === undefined ? anyChoice(choice) : child(choice + capital(type)))
      choice = undefined
      if (type !== undefined) continue
    }
    if (type !== undefined) return undefined
    if (name !== undefined && choices.has(name)) choice = name
    else if (name !== undefined) steps.push(child(name))
    if (url !== undefined) steps.push(values => values.filter(v => isObject(v) && v.url === url))
    if (target !== undefined) steps.push(values => values.filter(v => pointsAt(v, target)))
  }
  if (choice !== undefined) steps.push(anyChoice(choice))
  return values => {
    let found = values
    for (const step of steps) {
      if (found.length === 0) return found
      found = step(found)
    }
    return found
  }
}

const child =
  (name: string): Step =>
  values => {
    // written as loops: every resource that is stored goes through here some dozen times
    const children: unknown[] = []
    for (const value of values) {
      if (!isObject(value) || !Object.hasOwn(value, name)) continue
      const found = value[name]
      if (Array.isArray(found)) for (const item of found) children.push(item)
      else children.push(found)
    }
    return children
  }

/** A choice element under whatever type it was written with. */
const anyChoice = (name: string): Step => {
  const plain = child(name)
  return values => {
    const found = plain(values)
    if (found.length > 0) return found
    return values.flatMap(value =>
      isObject(value)
        ? Object.keys(value)
            .filter(key => key.startsWith(name) && choiceTypes.has(key.slice(name.length)))
            .map(key => value[key])
        : [],
    )
  }
}

const capital = (type: string): string => type.charAt(0).toUpperCase() + type.slice(1)

const pointsAt = (value: unknown, type: string): boolean =>
  isObject(value) &&
  (value.type === type ||
    (typeof value.reference === 'string' &&
      (value.reference.startsWith(`${type}/`) || value.reference.includes(`/${type}/`))))

/** Elements whose name carries their type: `value[x]` and its kin, as far as search parameters use them. */
const choices: ReadonlySet<string> = new Set([
  'abatement',
  'deceased',
  'due',
  'effective',
  'medication',
  'occurrence',
  'onset',
  'performed',
  'probability',
  'serviced',
  'value',
])

const choiceTypes: ReadonlySet<string> = new Set([
  'Age',
  'Boolean',
  'Canonical',
  'Code',
  'CodeableConcept',
  'Coding',
  'Date',
  'DateTime',
  'Decimal',
  'Identifier',
  'Instant',
  'Integer',
  'Period',
  'Quantity',
  'Range',
  'Reference',
  'String',
  'Timing',
  'Uri',
])
