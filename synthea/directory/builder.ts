// The directory under construction: stable ids, Plan-Net profiles, and what every part of it may look up.

import type { Resource } from '../../vocabulary/aidbox.ts'
import { planNetProfile } from '../../vocabulary/profiles.ts'
import { type Place, places } from '../codes/places.ts'
import { at } from '../dates.ts'
import { type Random, randomFrom } from '../random.ts'
import type { Json, Link } from '../record.ts'

export interface Directory {
  readonly today: string
  readonly random: Random
  readonly resources: readonly Resource[]
  /** Adds a resource that claims `plannet-<profile>`. */
  add(type: string, profile: string, id: string, body: Json): Link
}

export const startDirectory = (today: string): Directory => {
  const resources: Resource[] = []
  return {
    today,
    random: randomFrom('provider directory'),
    resources,
    add: (resourceType, profile, id, body) => {
      resources.push({
        resourceType,
        id,
        meta: {
          lastUpdated: at(today, '00:00:00'),
          profile: [planNetProfile(`plannet-${profile}`)],
        },
        ...body,
      })
      return { reference: `${resourceType}/${id}` }
    },
  }
}

/** Plan-Net extension by its short name. */
export const planNetExtension = (name: string, value: Json): Json => ({
  url: planNetProfile(name),
  ...value,
})

/** A place as part of an id. */
export const slug = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]+/g, '-')

/** The city that the nth of something stands in. */
export const placeNumber = (index: number): Place => {
  const place = places[index % places.length]
  if (!place) throw new Error('the directory has no places')
  return place
}
