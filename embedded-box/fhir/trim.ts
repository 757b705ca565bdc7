// `_elements`, `_summary` and Aidbox's format: the cases in which a stored text has to be opened before it is sent.
import { isAidboxType } from '../../vocabulary/resource-types.ts'
import { toAidbox } from '../aidbox-format.ts'
import type { FhirCall } from '../context.ts'
import { parseExactly, stringifyExactly } from '../exact-decimals.ts'
import { isObject, isResource, type JsonObject } from '../json.ts'
import type { Controls } from './search-controls.ts'
import { summaryOf, textOf } from './summary.ts'

const subsetted = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'SUBSETTED',
}

/** What becomes of each stored text; the identity where nothing was asked for. */
export const trimmed = (
  base: FhirCall['base'],
  { summary, elements }: Pick<Controls, 'summary' | 'elements'>,
): ((body: string) => string) => {
  const keep = keeper(summary, elements)
  if (!keep && base === 'fhir') return body => body
  return body => {
    const resource: unknown = parseExactly(body)
    if (!isResource(resource)) return body
    const cut = keep ? { ...marked(keep(resource)), resourceType: resource.resourceType } : resource
    return stringifyExactly(base === 'root' && isAidboxType(cut.resourceType) ? toAidbox(cut) : cut)
  }
}

type Keep = (resource: JsonObject & { resourceType: string }) => JsonObject

const always = new Set(['resourceType', 'id', 'meta'])

const keeper = (summary: Controls['summary'], elements: Controls['elements']): Keep | undefined => {
  if (elements) {
    const named = new Set(elements.map(element => element.replace(/^[A-Z]\w*\./, '')))
    return resource => only(resource, element => always.has(element) || named.has(element))
  }
  if (summary === 'text') return textOf
  if (summary === 'true') return summaryOf
  if (summary === 'data') return resource => only(resource, element => element !== 'text')
  return undefined
}

const only = (resource: JsonObject, keep: (element: string) => boolean): JsonObject =>
  Object.fromEntries(Object.entries(resource).filter(([element]) => keep(element)))

/** Says that something is missing, so that nobody writes it back for the whole. */
const marked = (resource: JsonObject): JsonObject => {
  const meta = isObject(resource.meta) ? resource.meta : {}
  const tags = Array.isArray(meta.tag) ? meta.tag : []
  return { ...resource, meta: { ...meta, tag: [...tags, subsetted] } }
}
