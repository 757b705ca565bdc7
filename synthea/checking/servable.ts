// What a member's own token can read of a set of resources, by the compartment table: own ones, and those they lead to.
import type { Resource } from '../../vocabulary/aidbox.ts'
import { patientCompartment } from '../../vocabulary/compartment.ts'
import { childrenOf, referencesIn } from './walk.ts'

const nameOf = ({ resourceType, id }: Resource): string => `${resourceType}/${id}`

/** Names (`Type/id`) of everything that the token of that patient can read. */
export const servableTo = (patient: string, resources: readonly Resource[]): Set<string> => {
  const byName = new Map(resources.map(resource => [nameOf(resource), resource]))
  const servable = new Set<string>()
  for (const resource of resources) {
    const fact = patientCompartment[resource.resourceType]
    const own = fact?.element && valuesAt(resource, fact.element)
    const mine =
      fact?.rule === 'self'
        ? nameOf(resource) === patient
        : fact?.rule.startsWith('member-owned') && own?.includes(patient)
    if (mine) servable.add(nameOf(resource))
  }
  for (const resource of resources) {
    const targets = referencesOfTarget(resource)
    if (targets.length > 0 && targets.every(each => servable.has(each)))
      servable.add(nameOf(resource))
  }
  let size: number
  do {
    size = servable.size
    for (const name of [...servable]) {
      const resource = byName.get(name)
      if (resource) for (const reached of reachedFrom(resource)) servable.add(reached)
    }
  } while (servable.size > size)
  return servable
}

const referencesOfTarget = (resource: Resource): string[] =>
  patientCompartment[resource.resourceType]?.rule === 'via-target'
    ? valuesAt(resource, 'Provenance.target')
    : []

// Where a readable resource points by an element that the table names, the target is readable too.
const reachedFrom = (resource: Resource): string[] =>
  Object.entries(patientCompartment).flatMap(([type, fact]) =>
    (fact.reachedFrom ?? [])
      .filter(element => element.startsWith(`${resource.resourceType}.`))
      .flatMap(element => valuesAt(resource, element))
      .filter(reference => reference.startsWith(`${type}/`)),
  )

const valuesAt = (resource: Resource, element: string): string[] => {
  const [, ...steps] = element.split('.')
  return steps
    .reduce<unknown[]>((values, step) => values.flatMap(each => childrenOf(each, step)), [resource])
    .flatMap(referencesIn)
}
