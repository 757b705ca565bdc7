// A record under construction: hands out ids, stamps profiles, keeps resources in the order they depend on each other.
import type { Resource } from '../vocabulary/aidbox.ts'
import { at } from './dates.ts'
import type { Random } from './random.ts'

export type Json = Record<string, unknown>

/** A literal reference to a resource that was added before. */
export interface Link {
  reference: string
}

export interface SecurityLabel {
  system: string
  code: string
  display: string
}

export interface MemberRecord {
  readonly today: string
  readonly random: Random
  readonly resources: readonly Resource[]
  /** Adds a resource with a fresh id and gives the reference to it. */
  add(type: string, profiles: readonly string[], body: Json, security?: SecurityLabel[]): Link
}

/** Starts an empty record; `newId` is asked once for each resource, with its type. */
export const startRecord = (
  today: string,
  random: Random,
  newId: (type: string) => string,
): MemberRecord => {
  const resources: Resource[] = []
  return {
    today,
    random,
    resources,
    add: (resourceType, profiles, body, security) => {
      const id = newId(resourceType)
      resources.push({
        resourceType,
        id,
        // C4BB and Plan-Net demand lastUpdated even before a box has stamped its own.
        meta: {
          lastUpdated: at(today, '00:00:00'),
          ...(profiles.length > 0 ? { profile: [...profiles] } : {}),
          ...(security ? { security } : {}),
        },
        ...withoutUndefined(body),
      })
      return { reference: `${resourceType}/${id}` }
    },
  }
}

const withoutUndefined = (body: Json): Json => JSON.parse(JSON.stringify(body))
