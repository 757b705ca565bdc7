// Loading order: a resource after those it points at, because a box refuses references to what it does not have.
import type { Resource } from '../../vocabulary/aidbox.ts'
import { referencesOf } from './references.ts'

/** Orders resources; circles, which only one transaction can load, are cut where they are met. */
export const inLoadingOrder = <T extends { resource: Resource & { id: string } }>(
  all: readonly T[],
): T[] => {
  const byName = new Map(all.map(each => [nameOf(each), each]))
  const placed = new Set<string>()
  const ordered: T[] = []
  const place = (each: T): void => {
    const name = nameOf(each)
    if (placed.has(name)) return
    placed.add(name)
    for (const reference of referencesOf(each.resource)) {
      const target = byName.get(reference)
      if (target) place(target)
    }
    ordered.push(each)
  }
  for (const each of all) place(each)
  return ordered
}

const nameOf = ({ resource }: { resource: Resource & { id: string } }): string =>
  `${resource.resourceType}/${resource.id}`
