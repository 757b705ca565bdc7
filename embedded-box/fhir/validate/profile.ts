// A profile as it is walked: its snapshot made into a tree of elements, slices beside what they slice.
import type {
  ConstraintDefinition,
  ElementDefinition,
  StructureDefinition,
  TypeReference,
} from '../packages-definition.ts'
import type { Found, Library } from '../packages-library.ts'
import type { Pack } from '../packages-pack.ts'

export interface Profile {
  url: string
  version: string | undefined
  /** The resource or data type that it constrains. */
  type: string
  kind: string
  pack: Pack
  root: Element
  byId: ReadonlyMap<string, Element>
  context: StructureDefinition['context']
  contextInvariant: readonly string[]
}

export interface Element {
  definition: ElementDefinition
  profile: Profile
  /** Last part of the path; without `[x]` for a choice. */
  name: string
  isChoice: boolean
  /** Its names in JSON: one, or one a type of a choice. */
  names: readonly string[]
  /** True where JSON has an array. */
  isList: boolean
  min: number
  max: number
  types: readonly TypeReference[]
  constraints: readonly ConstraintDefinition[]
  children: Element[]
  /** Slices of this element; for a slice: those it is sliced into again. */
  slices: Element[]
  /** For a slice and what is inside it: the same element outside the slice, which is checked as well. */
  outside: Element | undefined
  /** Made when first asked for. */
  byName?: Children
}

export interface NamedChild {
  element: Element
  type: string | undefined
  /** Name of the companion that holds a primitive's id and extensions. */
  companion: string
}

export interface Children {
  named: ReadonlyMap<string, NamedChild>
  wanted: readonly Element[]
}

/** Profiles by canonical, compiled when first asked for. */
export interface Profiles {
  library: Library
  find(canonical: string, from?: Pack): Profile | undefined
  /** The base definition of a type. */
  ofType(type: string): Profile | undefined
}

export const definitionUrl = (type: string): string =>
  `http://hl7.org/fhir/StructureDefinition/${type}`

/** Compiles each profile of a library once. */
export const openProfiles = (library: Library): Profiles => {
  const compiled = new Map<string, Profile>()
  const types = new Map<string, Profile | undefined>()
  const asked = new Map<Pack | undefined, Map<string, Profile | undefined>>()

  const compileOnce = (found: Found<StructureDefinition>): Profile => {
    const key = `${found.pack.name}#${found.pack.version} ${found.definition.url}`
    const known = compiled.get(key) ?? compileProfile(found)
    compiled.set(key, known)
    return known
  }
  const find = (canonical: string, from?: Pack): Profile | undefined => {
    const known = asked.get(from) ?? new Map<string, Profile | undefined>()
    asked.set(from, known)
    if (known.has(canonical)) return known.get(canonical)
    const found = library.find('StructureDefinition', canonical, from)
    const profile = found && compileOnce(found)
    // callers may ask for anything; what is not there is not kept
    if (profile) known.set(canonical, profile)
    return profile
  }
  return {
    library,
    find,
    ofType: type => {
      if (types.has(type)) return types.get(type)
      const profile = /^[A-Za-z]+$/.test(type) ? find(definitionUrl(type)) : undefined
      if (profile) types.set(type, profile)
      return profile
    },
  }
}

const compileProfile = ({ definition, pack }: Found<StructureDefinition>): Profile => {
  const byId = new Map<string, Element>()
  const profile: Omit<Profile, 'root'> = {
    url: definition.url,
    version: definition.version,
    type: definition.type,
    kind: definition.kind,
    pack,
    byId,
    context: definition.context,
    contextInvariant: definition.contextInvariant ?? [],
  }
  const [first, ...rest] = definition.elements
  if (!first) throw new Error(`${definition.url} has an empty snapshot.`)
  const whole: Profile = Object.assign(profile, { root: elementOf(first) })
  whole.root.profile = whole
  byId.set(first.id, whole.root)
  for (const each of rest) {
    const element = elementOf(each, whole)
    byId.set(each.id, element)
    attach(element, byId)
  }
  return whole
}

const elementOf = (definition: ElementDefinition, profile?: Profile): Element => {
  const last = definition.path.slice(definition.path.lastIndexOf('.') + 1)
  const isChoice = last.endsWith('[x]')
  const most = definition.base?.max ?? definition.max
  const element: Omit<Element, 'profile'> = {
    definition,
    name: isChoice ? last.slice(0, -3) : last,
    isChoice,
    names: isChoice
      ? (definition.type ?? []).map(({ code }) => choiceName(last.slice(0, -3), code))
      : [last],
    isList: most !== '1' && most !== '0',
    min: definition.min,
    max: definition.max === '*' ? Number.POSITIVE_INFINITY : Number(definition.max),
    types: definition.type ?? [],
    constraints: definition.constraint ?? [],
    children: [],
    slices: [],
    outside: undefined,
  }
  // the root exists before its profile does, and is told of it right after
  return Object.assign(element, { profile: profile as Profile })
}

const choiceName = (name: string, type: string): string =>
  name + type.charAt(0).toUpperCase() + type.slice(1)

/** Hangs an element under its parent, or a slice beside what it slices. */
const attach = (element: Element, byId: ReadonlyMap<string, Element>): void => {
  const { id } = element.definition
  const dot = id.lastIndexOf('.')
  const parent = byId.get(id.slice(0, dot))
  const last = id.slice(dot + 1)
  const colon = last.indexOf(':')
  if (colon >= 0) {
    const slash = last.lastIndexOf('/')
    const sliced =
      (slash > colon ? byId.get(`${id.slice(0, dot + 1)}${last.slice(0, slash)}`) : undefined) ??
      byId.get(`${id.slice(0, dot + 1)}${last.slice(0, colon)}`)
    if (!sliced) return
    element.outside = sliced
    sliced.slices.push(element)
    return
  }
  if (!parent) return
  element.outside = parent.outside?.children.find(({ name }) => name === element.name)
  parent.children.push(element)
}

/** The element that another refers to for its content; itself where it does not. */
export const contentOf = (element: Element): Element => {
  const id = element.definition.contentReference
  if (id === undefined) return element
  const { byId } = element.profile
  return byId.get(id) ?? byId.get(id.replace(/:[^.]+/g, '')) ?? element
}

/** Children by their names in JSON, and those that are missed when they are not there. */
export const childrenOf = (element: Element): Children => {
  if (element.byName) return element.byName
  const named = new Map<string, NamedChild>()
  for (const child of element.children)
    for (const [index, name] of child.names.entries()) {
      const type = child.isChoice ? child.types[index]?.code : typeOf(child)
      named.set(name, { element: child, type, companion: `_${name}` })
    }
  const wanted = element.children.filter(
    ({ min, slices }) => min > 0 || slices.some(slice => slice.min > 0),
  )
  element.byName = { named, wanted }
  return element.byName
}

// snapshots type the ids of resources as strings
const typeOf = ({ definition, types }: Element): string | undefined =>
  definition.base?.path === 'Resource.id' ? 'id' : types[0]?.code
