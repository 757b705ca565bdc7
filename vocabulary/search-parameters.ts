// The search table: per type and parameter its kind, FHIRPath and targets; includes each type serves.
// Facts from FHIR R4 4.0.1, US Core, CARIN Blue Button and Plan-Net; Aidbox's types from its reference.
import table from './search-parameters.json' with { type: 'json' }

export type SearchKind =
  | 'token'
  | 'string'
  | 'reference'
  | 'date'
  | 'number'
  | 'quantity'
  | 'uri'
  | 'composite'
  | 'special'

export interface SearchParameterFact {
  kind: SearchKind
  /** FHIRPath of the values, from the resource's root. */
  path: string
  /** Of a composite: what belongs together, with FHIRPath from a value of `path`. */
  parts?: {
    kind: 'token' | 'quantity' | 'number' | 'date' | 'string' | 'reference'
    path: string
  }[]
  /** Types a reference may point at; absent: any. */
  targets?: string[]
}

export interface TypeSearchFacts {
  parameters: Record<string, SearchParameterFact>
  /** `Type:param` values of `_include` that the guides state. */
  includes: string[]
  /** `Type:param` values of `_revinclude` that the guides state. */
  revincludes: string[]
}

/** Resource type → its search facts. `_id`, `_lastUpdated`, `_profile`, `_tag`, `_security`, `_source` hold for all and stand in `commonParameters`. */
export const searchParameters = table as Record<string, TypeSearchFacts>

/** Parameters of every type. */
export const commonParameters: Record<string, SearchParameterFact> = {
  _id: { kind: 'token', path: 'Resource.id' },
  _lastUpdated: { kind: 'date', path: 'Resource.meta.lastUpdated' },
  _profile: { kind: 'uri', path: 'Resource.meta.profile' },
  _tag: { kind: 'token', path: 'Resource.meta.tag' },
  _security: { kind: 'token', path: 'Resource.meta.security' },
  _source: { kind: 'uri', path: 'Resource.meta.source' },
}
