// Paths of discriminators: what they lead to in a value, and what the profile says at their end.
import { field, isObject, isResource } from '../../json.ts'
import { contentOf, type Element, type Profiles } from './profile.ts'
import { target } from './references.ts'
import type { Run } from './run.ts'

export interface Step {
  kind: 'child' | 'resolve' | 'extension' | 'ofType'
  name: string
}

/** The steps of a path; undefined for one that FHIR does not allow. */
export const stepsOf = (path: string): Step[] | undefined => {
  const steps: Step[] = []
  for (const part of path.match(/[a-zA-Z$]+(?:\([^)]*\))?/g) ?? []) {
    const [, name = '', inside] = /^([a-zA-Z$]+)(?:\(([^)]*)\))?$/.exec(part) ?? []
    if (name === '$this') continue
    if (inside === undefined) steps.push({ kind: 'child', name })
    else if (name === 'resolve') steps.push({ kind: 'resolve', name })
    else if (name === 'extension')
      steps.push({ kind: 'extension', name: inside.replace(/^'|'$/g, '') })
    else if (name === 'ofType' || name === 'as') steps.push({ kind: 'ofType', name: inside })
    else return undefined
  }
  return steps
}

/** Values that a discriminator's path leads to. */
export const valuesAt = (run: Run, value: unknown, steps: readonly Step[]): unknown[] =>
  steps.reduce<unknown[]>(
    (values, step) => values.flatMap(each => follow(run, each, step)),
    [value],
  )

const follow = (run: Run, value: unknown, { kind, name }: Step): unknown[] => {
  if (kind === 'resolve') return list(target(run, value))
  if (kind === 'ofType') return isOfType(value, name) ? [value] : []
  if (kind === 'extension')
    return list(field(value, 'extension')).filter(each => field(each, 'url') === name)
  const own = field(value, name)
  if (own !== undefined) return list(own)
  // a choice stands under its type's name
  if (!isObject(value)) return []
  const key = Object.keys(value).find(
    each => each.startsWith(name) && /^[A-Z]/.test(each.slice(name.length)),
  )
  return key === undefined ? [] : list(value[key])
}

const isOfType = (value: unknown, type: string): boolean =>
  isResource(value) ? value.resourceType === type : true

/** A list of one, none or several. */
export const list = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

/** What the profile says at the end of a path: the slice's own elements, or those of the profiles it is typed with. */
export const definitionsAt = (
  profiles: Profiles,
  from: readonly Element[],
  steps: readonly Step[],
): Element[] =>
  steps.reduce<Element[]>(
    (elements, step) => elements.flatMap(each => definitionAfter(profiles, each, step)),
    [...from],
  )

const definitionAfter = (profiles: Profiles, element: Element, { kind, name }: Step): Element[] => {
  const { pack } = element.profile
  if (kind === 'resolve')
    return element.types.flatMap(({ targetProfile }) =>
      (targetProfile ?? []).flatMap(each => profiles.find(each, pack)?.root ?? []),
    )
  if (kind === 'ofType') {
    const slice = element.slices.find(({ types }) => types.some(({ code }) => code === name))
    return [slice ?? element]
  }
  const children = childrenFor(profiles, element)
  if (kind === 'extension') {
    const slices = children.find(child => child.name === 'extension')?.slices ?? []
    return slices.filter(({ types }) => types[0]?.profile?.[0]?.split('|')[0] === name)
  }
  return children.filter(child => child.name === name)
}

const childrenFor = (profiles: Profiles, element: Element): readonly Element[] => {
  const own = contentOf(element).children
  if (own.length > 0) return own
  return element.types.flatMap(({ code, profile }) => {
    const typed = profile?.flatMap(each => profiles.find(each, element.profile.pack) ?? []) ?? []
    const found = typed.length > 0 ? typed : [profiles.ofType(code)]
    return found.flatMap(each => each?.root.children ?? [])
  })
}
