// Definitions as the validator reads them: the parts of profiles, value sets and code systems that decide something.

export interface TypeReference {
  code: string
  profile?: string[]
  targetProfile?: string[]
}

export interface ConstraintDefinition {
  key: string
  severity: 'error' | 'warning'
  human: string
  expression: string
}

export interface Discriminator {
  type: 'value' | 'exists' | 'pattern' | 'type' | 'profile'
  path: string
}

export interface ElementDefinition {
  id: string
  path: string
  sliceName?: string
  min: number
  max: string
  base?: { path: string; max: string }
  type?: TypeReference[]
  contentReference?: string
  slicing?: { discriminator?: Discriminator[]; rules?: string; ordered?: boolean }
  fixed?: { value: unknown }
  pattern?: { value: unknown }
  binding?: { strength: string; valueSet: string; maxValueSet?: string }
  constraint?: ConstraintDefinition[]
  maxLength?: number
  minValue?: unknown
  maxValue?: unknown
}

export interface StructureDefinition {
  resourceType: 'StructureDefinition'
  url: string
  version?: string
  kind: string
  type: string
  derivation?: string
  baseDefinition?: string
  context?: { type: string; expression: string }[]
  contextInvariant?: string[]
  elements: ElementDefinition[]
}

export interface ValueSetInclude {
  system?: string
  version?: string
  codes?: string[]
  filter?: { property: string; op: string; value: string }[]
  valueSet?: string[]
}

export interface ValueSet {
  resourceType: 'ValueSet'
  url: string
  version?: string
  include?: ValueSetInclude[]
  exclude?: ValueSetInclude[]
  /** Codes by system, where the package brings a whole expansion. */
  expansion?: Record<string, string[]>
}

export interface Concept {
  code: string
  concept?: Concept[]
  property?: Record<string, string>
}

export interface CodeSystem {
  resourceType: 'CodeSystem'
  url: string
  version?: string
  content: string
  caseSensitive?: boolean
  concept?: Concept[]
}

export type Definition = StructureDefinition | ValueSet | CodeSystem
