// References: taken apart, and gathered from a resource by the element that holds them.
import { isResourceType } from '../../vocabulary/resource-types.ts'
import { isObject } from '../json.ts'

export interface Target {
  type: string
  id: string
}

const literal = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/

/** The target of a relative literal reference (`Patient/1`, with or without a version). */
export const targetOf = (reference: string): Target | undefined => {
  const [, type, id] = literal.exec(reference) ?? []
  return type && id && isResourceType(type) ? { type, id } : undefined
}

/** `Patient/1` of an absolute URL below one of these bases; everything else as it is. */
export const relativeTo = (base: string, reference: string): string =>
  reference.startsWith(`${base}/`) && targetOf(reference.slice(base.length + 1))
    ? reference.slice(base.length + 1)
    : reference

export interface Outgoing {
  /** Element path without indexes: `careTeam.provider`. */
  element: string
  reference: string
}

/** Every literal reference of a resource but those into itself (`#…`). */
export const outgoing = (resource: object): Outgoing[] => {
  const found: Outgoing[] = []
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, path)
    else if (isObject(value)) {
      const { reference } = value
      if (typeof reference === 'string' && path !== '' && !reference.startsWith('#'))
        found.push({ element: path, reference })
      for (const key in value) {
        const inner = value[key]
        if (typeof inner === 'object') walk(inner, path === '' ? key : `${path}.${key}`)
      }
    }
  }
  walk(resource, '')
  return found
}

/** How an outgoing reference stands in a row's `refs`. */
export const refEntry = (element: string, target: string): string => `${element}=${target}`
