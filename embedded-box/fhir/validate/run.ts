// One validation on its way: where it stands in the resource, what it has found, what it could not tell.
import type { Issue, IssueCode } from '../../../vocabulary/outcome.ts'
import type { JsonObject } from '../../json.ts'
import type { Pack } from '../packages-pack.ts'

/** A place in a resource; becomes text only when there is something to say about it. */
export interface Spot {
  up?: Spot
  name: string
  index?: number
}

/** A value with its companion (`_status`), which holds a primitive's id and extensions. */
export interface Item {
  value: unknown
  companion: unknown
  /** Type code, as far as it is known from the definition or the name in JSON. */
  type: string | undefined
  spot: Spot
}

/** The resource that is being looked at, and what its references may lead to. */
export interface Inside {
  resource: JsonObject
  /** What contains it, or itself. */
  root: JsonObject
}

export interface Run {
  issues: Issue[]
  /** What could not be checked → where. */
  unknown: Map<string, Set<string>>
  inside: Inside
  /** Bundle entries by fullUrl, and what the caller can look up. */
  lookUp: (reference: string) => JsonObject | undefined
  /** Package whose view decides about canonicals without a version. */
  from: Pack | undefined
  depth: number
  /** Profiles that are being tried on a value, so that none asks for itself for ever. */
  trying: Set<string>
}

const mostIssues = 200

/** FHIRPath of a place. */
export const pathOf = (spot: Spot): string => {
  const own = spot.index === undefined ? spot.name : `${spot.name}[${spot.index}]`
  return spot.up ? `${pathOf(spot.up)}.${own}` : own
}

/** Notes a fault once. */
export const report = (
  run: Run,
  spot: Spot,
  code: IssueCode,
  diagnostics: string,
  severity: Issue['severity'] = 'error',
): void => {
  if (run.issues.length >= mostIssues) return
  const path = pathOf(spot)
  const said = `${path}: ${diagnostics}`
  if (run.issues.some(issue => issue.diagnostics === said && issue.severity === severity)) return
  run.issues.push({ severity, code, diagnostics: said, expression: [path] })
}

/** Notes that something could not be decided here; the same words are gathered into one issue. */
export const reportUnknown = (run: Run, spot: Spot, words: string): void => {
  const places = run.unknown.get(words) ?? new Set<string>()
  if (places.size < 50) places.add(pathOf(spot))
  run.unknown.set(words, places)
}

/** A run for a question asked on the way ("would it fit this profile?") whose findings stay apart. */
export const aside = (run: Run): Run => ({ ...run, issues: [], unknown: new Map() })

/** True when an error was found. */
export const hasErrors = (issues: readonly Issue[]): boolean =>
  issues.some(({ severity }) => severity === 'error' || severity === 'fatal')
