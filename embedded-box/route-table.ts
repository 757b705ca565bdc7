// The paths of a box as two tables: under /fhir, and at the root where Aidbox's own format is spoken (contract: aidbox 3.6).
import type { InteractionId } from './context.ts'

/** Operations of the box itself that are no FHIR interaction. */
export type BoxOperationId =
  | 'rpc'
  | 'matcho'
  | 'drop-cache'
  | 'fhir-package-install'
  | 'end-session'
  | 'test-policy'

export type Segment = string | typeof type | typeof id | typeof version
export const type = { name: 'type' } as const
export const id = { name: 'id' } as const
export const version = { name: 'version' } as const

export type Row = readonly [
  method: string,
  segments: readonly Segment[],
  id: InteractionId | BoxOperationId,
]

/** Below `/fhir`. */
export const fhirRows: readonly Row[] = [
  ['POST', [], 'FhirTransaction'],
  ['GET', ['metadata'], 'FhirCapabilities'],
  ['POST', ['$matcho'], 'matcho'],
  ['POST', ['$drop-cache'], 'drop-cache'],
  ['POST', ['$fhir-package-install'], 'fhir-package-install'],
  ['DELETE', ['Session'], 'end-session'],
  ['GET', [type], 'FhirSearch'],
  ['POST', [type], 'FhirCreate'],
  ['PUT', [type], 'FhirConditionalUpdate'],
  ['DELETE', [type], 'FhirConditionalDelete'],
  ['POST', [type, '_search'], 'FhirPostSearch'],
  ['GET', [type, '_history'], 'FhirHistoryType'],
  ['POST', [type, '$validate'], 'FhirValidate'],
  ['GET', [type, id], 'FhirRead'],
  ['PUT', [type, id], 'FhirUpdate'],
  ['PATCH', [type], 'FhirPatch'],
  ['PATCH', [type, id], 'FhirPatch'],
  ['DELETE', [type, id], 'FhirDelete'],
  ['GET', [type, id, '_history'], 'FhirHistoryInstance'],
  ['GET', [type, id, '_history', version], 'FhirVRead'],
  ['GET', [type, id, '$validate'], 'FhirValidate'],
  ['POST', [type, id, '$validate'], 'FhirValidate'],
  ['GET', ['Patient', id, '$everything'], 'FhirEverything'],
  ['GET', ['Patient', id, type], 'FhirCompartmentSearch'],
  ['POST', ['Patient', id, type, '_search'], 'FhirCompartmentSearch'],
]

/** Below `/`. */
export const rootRows: readonly Row[] = [
  ['POST', ['auth', 'test-policy'], 'test-policy'],
  ['POST', ['rpc'], 'rpc'],
  ['GET', ['metadata'], 'FhirCapabilities'],
  ['POST', ['$matcho'], 'matcho'],
  ['POST', ['$drop-cache'], 'drop-cache'],
  ['POST', ['$fhir-package-install'], 'fhir-package-install'],
  ['DELETE', ['Session'], 'end-session'],
  ['GET', [type], 'Search'],
  ['POST', [type], 'Create'],
  ['GET', [type, id], 'Read'],
  ['PUT', [type, id], 'Update'],
  ['PATCH', [type, id], 'Patch'],
  ['DELETE', [type, id], 'Delete'],
]

const boxIds: ReadonlySet<string> = new Set([
  'rpc',
  'matcho',
  'drop-cache',
  'fhir-package-install',
  'end-session',
  'test-policy',
])
/** Tells the box's own from FHIR's. */
export const isBoxOperation = (name: string): name is BoxOperationId => boxIds.has(name)
