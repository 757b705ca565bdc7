// Faults put into valid examples on purpose: each says where it stands, from the guide's raw snapshot, not from the validator.
import { isObject, type JsonObject } from '../../json.ts'
import type { Example } from './guides.fixture.ts'

export interface Mutation {
  kind: string
  /** `guide file: what was done`. */
  name: string
  guide: string
  profile: string
  resource: JsonObject
  /** FHIRPath where a fault has to be reported, or below. */
  at: string
}

interface RawElement {
  id: string
  path: string
  min?: number
  max?: string
  base?: { max: string }
  type?: { code: string; targetProfile?: string[] }[]
  binding?: { strength: string; valueSet?: string }
  slicing?: unknown
  fixed?: unknown
  pattern?: unknown
}

type Place = {
  element: RawElement
  all: readonly RawElement[]
  owner: JsonObject
  name: string
  path: string
}
type Change = (place: Place, copy: JsonObject) => string | undefined

/** A generator of numbers that depend on the seed alone. */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const has = (owner: JsonObject, name: string) => owner[name] !== undefined
const codes = (element: RawElement) => (element.type ?? []).map(({ code }) => code)

/** Kinds of faults: each changes one place and returns where the fault stands, or undefined where it does not apply. */
const changes: Record<string, Change> = {
  'a required element is missing': ({ element, owner, name, path }) => {
    if ((element.min ?? 0) < 1 || !has(owner, name)) return undefined
    delete owner[name]
    return path
  },
  'an element is misspelt': ({ owner, name, path }) => {
    if (!has(owner, name)) return undefined
    owner[`${name}s`] = owner[name]
    return `${path}s`
  },
  'one value stands where a list belongs': ({ element, owner, name, path }) => {
    const value = owner[name]
    if (element.base?.max !== '*' || !Array.isArray(value)) return undefined
    owner[name] = value[0]
    return path
  },
  'a list stands where one value belongs': ({ element, owner, name, path }) => {
    if (element.base?.max !== '1' || !has(owner, name)) return undefined
    owner[name] = [owner[name]]
    return path
  },
  'a list is empty': ({ owner, name, path }) => {
    if (!Array.isArray(owner[name])) return undefined
    owner[name] = []
    return path
  },
  'text is a number': ({ element, owner, name, path }) => {
    if (!codes(element).some(code => code === 'string' || code === 'code')) return undefined
    if (typeof owner[name] !== 'string') return undefined
    owner[name] = 12
    return path
  },
  'a date is none': ({ element, owner, name, path }) => {
    if (!codes(element).some(code => /^(date|dateTime|instant)$/.test(code))) return undefined
    if (typeof owner[name] !== 'string') return undefined
    owner[name] = '2021-13-41'
    return path
  },
  'a code is outside the required list': ({ element, owner, name, path }) => {
    if (element.binding?.strength !== 'required' || typeof owner[name] !== 'string')
      return undefined
    if (!element.binding.valueSet?.startsWith('http://hl7.org/fhir/ValueSet/')) return undefined
    owner[name] = 'no-such-code'
    return path
  },
  'a concept misses its pattern or fixed value': ({ element, owner, name, path }) => {
    const value = owner[name]
    if (element.id.includes(':') || (element.pattern ?? element.fixed) === undefined)
      return undefined
    if (!isObject(value)) return undefined
    owner[name] = { coding: [{ system: 'http://example.org/other', code: 'other' }] }
    return path
  },
  'a reference leads to another type': ({ element, owner, name, path }) => {
    const [type] = element.type ?? []
    const value = owner[name]
    if (type?.code !== 'Reference' || !isObject(value) || typeof value.reference !== 'string')
      return undefined
    const targets = type.targetProfile ?? []
    if (targets.length === 0 || targets.some(target => /\/(Resource|Medication)$/.test(target)))
      return undefined
    owner[name] = { reference: 'Medication/other' }
    return path
  },
  'there is one too many': ({ element, owner, name, path }) => {
    const value = owner[name]
    if (element.base?.max !== '*' || element.max === '*' || !Array.isArray(value)) return undefined
    owner[name] = Array.from({ length: Number(element.max) + 1 }, () => value[0])
    return path
  },
  'an object is empty': ({ owner, name, path }) => {
    if (!isObject(owner[name])) return undefined
    owner[name] = {}
    return path
  },
  'an extension has a value and parts': ({ owner, path }) => {
    const [first] = Array.isArray(owner.extension) ? owner.extension : []
    if (!isObject(first) || !Object.keys(first).some(key => key.startsWith('value')))
      return undefined
    first.extension = [{ url: 'part', valueString: 'a' }]
    return `${path.slice(0, path.lastIndexOf('.'))}.extension[0]`
  },
  'a period ends before it starts': ({ element, owner, name, path }) => {
    if (!codes(element).includes('Period') || !isObject(owner[name])) return undefined
    owner[name] = { start: '2021-05-02', end: '2021-05-01' }
    return path
  },
  'nothing is left of a slice that is needed': ({ element, owner, name, path, all }) => {
    const value = owner[name]
    const needed = all.some(
      ({ id, min = 0 }) =>
        min > 0 && id.startsWith(`${element.id}:`) && !id.includes('.', element.id.length),
    )
    if (!needed || !Array.isArray(value) || !value.every(isObject) || name === 'extension')
      return undefined
    const other = { coding: [{ system: 'http://example.org/other', code: 'other' }] }
    owner[name] = value.map(each =>
      isObject(each)
        ? {
            ...each,
            ...('type' in each ? { type: other } : {}),
            ...('category' in each ? { category: other } : {}),
            ...('code' in each ? { code: other } : {}),
            ...('coding' in each ? other : {}),
          }
        : each,
    )
    return path
  },
}

export const kinds: readonly string[] = Object.keys(changes)

/** Every fault of every kind that these examples can carry; at most one place a kind, element and example. */
export const mutationsOf = (
  example: Example,
  snapshot: JsonObject,
  profile: string,
): Mutation[] => {
  const elements = rawElements(snapshot)
  const type = example.resource.resourceType
  return Object.entries(changes).flatMap(([kind, change]) =>
    elements.flatMap((element): Mutation[] => {
      const depth = element.path.split('.').length
      if (depth < 2 || depth > 3 || element.id.includes(':')) return []
      const copy: JsonObject = structuredClone(example.resource)
      const place = placeOf(copy, element, elements, type)
      const at = place && change(place, copy)
      if (at === undefined) return []
      const name = `${example.guide} ${example.file}: ${kind}: ${element.path}`
      return [{ kind, name, guide: example.guide, profile, resource: copy, at }]
    }),
  )
}

const rawElements = (snapshot: JsonObject): RawElement[] => {
  const raw = isObject(snapshot.snapshot) ? snapshot.snapshot.element : []
  return (Array.isArray(raw) ? raw : []).map((element): RawElement => {
    const named = (prefix: string) =>
      Object.entries(element).find(([key]) => new RegExp(`^${prefix}[A-Z]`).test(key))?.[1]
    return { ...element, fixed: named('fixed'), pattern: named('pattern') }
  })
}

/** Where an element of depth two or three stands in the example: of a list, its first member. */
const placeOf = (
  copy: JsonObject,
  element: RawElement,
  all: readonly RawElement[],
  type: string,
): Place | undefined => {
  const [, ...steps] = element.path.split('.')
  const name = steps.at(-1) ?? ''
  let owner: JsonObject = copy
  let path = type
  for (const step of steps.slice(0, -1)) {
    const inner = owner[step]
    const one = Array.isArray(inner) ? inner[0] : inner
    if (!isObject(one)) return undefined
    path = Array.isArray(inner) ? `${path}.${step}[0]` : `${path}.${step}`
    owner = one
  }
  return { element, all, owner, name, path: `${path}.${name}` }
}
