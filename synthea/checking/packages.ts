// Reads FHIR packages (.tgz) far enough to check generated data against them; used by tests only.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

interface Extension {
  url: string
  valueBoolean?: boolean
}

interface ElementType {
  code: string
  profile?: string[]
  targetProfile?: string[]
  /** Says of each target whether it is must-support. */
  _targetProfile?: ({ extension?: Extension[] } | null)[]
  extension?: Extension[]
}

export interface ElementDefinition {
  id: string
  path: string
  min?: number
  max?: string
  type?: ElementType[]
  mustSupport?: boolean
  extension?: Extension[]
  slicing?: { discriminator?: { type: string; path: string }[]; rules?: string }
  sliceName?: string
  contentReference?: string
  binding?: { strength?: string; valueSet?: string }
  constraint?: { key: string; severity?: string; expression?: string }[]
  [fixedOrPattern: string]: unknown
}

interface Include {
  system?: string
  concept?: { code: string }[]
  valueSet?: string[]
  filter?: unknown[]
}

export interface Definition {
  resourceType: string
  url?: string
  type?: string
  kind?: string
  abstract?: boolean
  content?: string
  snapshot?: { element: ElementDefinition[] }
  compose?: { include?: Include[] }
  concept?: Concept[]
}

interface Concept {
  code: string
  concept?: Concept[]
}

export type Definitions = ReadonlyMap<string, Definition>

/** All definitions of these packages, by canonical URL; the first one wins. */
export const readPackages = (files: readonly string[]): Map<string, Definition> => {
  const found = new Map<string, Definition>()
  for (const file of files) {
    for (const text of jsonFiles(gunzipSync(readFileSync(file)))) keep(found, JSON.parse(text))
  }
  return found
}

/** Adds what a FHIR Bundle of definitions holds. */
export const readDefinitionBundle = (file: string, into: Map<string, Definition>): void => {
  const bundle: { entry: { resource: Definition }[] } = JSON.parse(readFileSync(file, 'utf8'))
  for (const { resource } of bundle.entry) keep(into, resource)
}

const keep = (found: Map<string, Definition>, definition: Definition): void => {
  if (definition.url && !found.has(definition.url)) found.set(definition.url, definition)
}

// A tar archive is a row of 512-byte headers, each followed by its file, padded to 512.
const jsonFiles = function* (tar: Buffer): Generator<string> {
  for (let at = 0; at + 512 <= tar.length; ) {
    const header = (from: number, to: number) =>
      tar.toString('latin1', at + from, at + to).replace(/\0.*$/s, '')
    const name = header(0, 100)
    const size = Number.parseInt(header(124, 136), 8) || 0
    if (/^package\/[^/]+\.json$/.test(name) && !name.endsWith('package.json')) {
      yield tar.toString('utf8', at + 512, at + 512 + size)
    }
    at += 512 + Math.ceil(size / 512) * 512
  }
}

/** Whether a value set holds a code; undefined where only its owner could say. */
export const holdsCode = (
  definitions: Definitions,
  valueSet: string,
  system: string | undefined,
  code: string,
): boolean | undefined => {
  const includes = definitions.get(valueSet.split('|')[0] ?? '')?.compose?.include
  if (!includes) return undefined
  let known = true
  for (const include of includes) {
    const inside = includeHolds(definitions, include, system, code)
    if (inside) return true
    if (inside === undefined) known = false
  }
  return known ? false : undefined
}

const includeHolds = (
  definitions: Definitions,
  include: Include,
  system: string | undefined,
  code: string,
): boolean | undefined => {
  if (include.valueSet) {
    return include.valueSet.some(each => holdsCode(definitions, each, system, code))
      ? true
      : undefined
  }
  if (system !== undefined && include.system !== system) return false
  if (include.filter) return undefined
  if (include.concept) return include.concept.some(each => each.code === code)
  const codeSystem = definitions.get(include.system ?? '')
  if (codeSystem?.content !== 'complete') return system === undefined ? undefined : true
  return hasConcept(codeSystem.concept, code)
}

const hasConcept = (concepts: readonly Concept[] | undefined, code: string): boolean =>
  concepts?.some(each => each.code === code || hasConcept(each.concept, code)) ?? false
