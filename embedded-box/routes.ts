// What a request is: method and path → an Operation by id, with the parameters that its path names (contract: aidbox 3.6).
import { isResourceType } from '../vocabulary/resource-types.ts'
import type { DeclaredOperation } from './app-manifest.ts'
import type { Exchange, FhirCall, InteractionId } from './context.ts'
import { fail } from './errors.ts'
import {
  type BoxOperationId,
  fhirRows,
  id,
  isBoxOperation,
  type Row,
  rootRows,
  type Segment,
  type,
  version,
} from './route-table.ts'

interface Routed {
  /** For logs and metrics: the path without its values. */
  template: string
  /** Seen by policies in `params`. */
  params: Readonly<Record<string, string>>
}

export interface FhirRoute extends Routed {
  kind: 'fhir'
  id: InteractionId
  target: Pick<FhirCall, 'base' | 'type' | 'id' | 'versionId' | 'compartment'>
}

export interface AppRoute extends Routed {
  kind: 'app'
  id: string
  operation: DeclaredOperation
  pathParams: Readonly<Record<string, string>>
}

export interface BoxRoute extends Routed {
  kind: 'box'
  id: BoxOperationId
}

export type Route = FhirRoute | AppRoute | BoxRoute

/** The route of a request; throws BoxError 404 when there is none, 405 when only the method is wrong. */
export const route = (
  exchange: Pick<Exchange, 'method' | 'path' | 'queryString'>,
  operations: readonly DeclaredOperation[],
): Route => {
  const method = exchange.method === 'HEAD' ? 'GET' : exchange.method
  const segments = segmentsOf(exchange.path)
  const isFhir = segments[0] === 'fhir'
  const base = isFhir ? 'fhir' : 'root'
  const found = matchRows(base, isFhir ? segments.slice(1) : segments)
  const row = found.find(
    ([wanted, , name]) =>
      wanted === method &&
      // with a query it is a conditional delete of Sessions, not the end of the caller's own
      (name !== 'end-session' || exchange.queryString === ''),
  )
  if (row) return boxOrFhir(row, segments, base, exchange.queryString)
  const declared = operations.filter(operation => pathMatches(operation.path, segments))
  const operation = declared
    .filter(candidate => candidate.method === method)
    .toSorted((one, other) => wildcards(one) - wildcards(other))[0]
  if (operation) return appRoute(operation, segments)
  throw notFound(exchange, segments, isFhir, [
    ...found.map(([allowed]) => allowed),
    ...declared.map(candidate => candidate.method),
  ])
}

const segmentsOf = (path: string): string[] => {
  const parts = path.split('/').slice(1)
  if (parts.at(-1) === '') parts.pop() // a trailing slash changes nothing
  return parts.map(part => {
    try {
      return decodeURIComponent(part)
    } catch {
      throw fail('structure', 'The path is not percent-encoded as it should be', { status: 400 })
    }
  })
}

const byLength = (rows: readonly Row[]): ReadonlyMap<number, readonly Row[]> =>
  Map.groupBy(rows, ([, pattern]) => pattern.length)
const tables = { fhir: byLength(fhirRows), root: byLength(rootRows) }

const matchRows = (base: keyof typeof tables, segments: readonly string[]): readonly Row[] =>
  (tables[base].get(segments.length) ?? []).filter(([, pattern]) =>
    pattern.every((part, index) => fits(part, segments[index] ?? '')),
  )

const fits = (part: Segment, segment: string): boolean => {
  if (typeof part === 'string') return part === segment
  if (part === type) return isResourceType(segment)
  return /^[A-Za-z0-9\-._]{1,64}$/.test(segment) && !segment.startsWith('_')
}

const boxOrFhir = (
  [, pattern, operation]: Row,
  segments: readonly string[],
  base: 'fhir' | 'root',
  queryString: string,
): Route => {
  const own = base === 'fhir' ? segments.slice(1) : segments
  const prefix = base === 'fhir' ? '/fhir' : ''
  const template = `${prefix}/${pattern.map(part => (typeof part === 'string' ? part : `{${part.name}}`)).join('/')}`
  if (isBoxOperation(operation)) return { kind: 'box', id: operation, template, params: {} }
  if (operation === 'FhirConditionalDelete' && queryString === '')
    throw fail('required', 'A conditional delete says which: add search parameters', {
      status: 400,
    })
  const value = (part: Segment) => own[pattern.indexOf(part)]
  const compartment =
    operation === 'FhirCompartmentSearch' ? { type: 'Patient', id: own[1] ?? '' } : undefined
  const named = value(type) ?? (pattern[0] === 'Patient' ? 'Patient' : undefined)
  const instance = compartment ? undefined : value(id)
  const vid = value(version)
  return {
    kind: 'fhir',
    id: operation,
    template,
    target: {
      base,
      ...(named ? { type: named } : {}),
      ...(instance ? { id: instance } : {}),
      ...(vid ? { versionId: vid } : {}),
      ...(compartment ? { compartment } : {}),
    },
    params: {
      ...(named ? { 'resource/type': named } : {}),
      ...(instance ? { 'resource/id': instance, id: instance } : {}),
      ...(vid ? { 'version-id': vid } : {}),
      ...(compartment
        ? { 'compartment/type': compartment.type, 'compartment/id': compartment.id }
        : {}),
    },
  }
}

const pathMatches = (path: DeclaredOperation['path'], segments: readonly string[]): boolean =>
  path.length === segments.length &&
  path.every((part, index) =>
    typeof part === 'string' ? part === segments[index] : (segments[index] ?? '') !== '',
  )

const wildcards = ({ path }: DeclaredOperation): number =>
  path.filter(part => typeof part !== 'string').length

const appRoute = (operation: DeclaredOperation, segments: readonly string[]): AppRoute => {
  const pathParams = Object.fromEntries(
    operation.path.flatMap((part, index) =>
      typeof part === 'string' ? [] : [[part.name, segments[index] ?? '']],
    ),
  )
  const template = `/${operation.path.map(part => (typeof part === 'string' ? part : `{${part.name}}`)).join('/')}`
  return { kind: 'app', id: operation.id, operation, pathParams, params: pathParams, template }
}

const notFound = (
  { method, path }: Pick<Exchange, 'method' | 'path'>,
  segments: readonly string[],
  isFhir: boolean,
  allowed: readonly string[],
) => {
  if (allowed.length > 0)
    return fail('not-supported', `${method} is not for this path: it takes ${allowed.join(', ')}`, {
      status: 405,
      headers: { Allow: [...new Set(allowed)].join(', ') },
    })
  const name = isFhir ? segments[1] : segments[0]
  if (isFhir && name && /^[A-Z][A-Za-z]*$/.test(name) && !isResourceType(name))
    return fail('not-found', `There is no resource type ${name.slice(0, 60)}`)
  return fail('not-found', `There is nothing at ${path.length > 200 ? 'this path' : path}`)
}
