// Invariants in FHIRPath, compiled once; those on every date range and reference are judged by hand, hundreds of times faster.
import fhirpath, { type UserInvocationTable } from 'fhirpath'
import r4 from 'fhirpath/fhir-context/r4'
import type { JsonObject } from '../../json.ts'
import { inValueSet } from './bindings.ts'
import { native } from './native-invariants.ts'
import { target, targetType } from './references.ts'
import type { Run } from './run.ts'
import type { Answer, Terminology } from './terminology.ts'

/** Judges an expression on a value; undefined where it depends on what is not known here. */
export type Judge = (run: Run, value: unknown) => Answer

export interface Invariants {
  /** `base`: the path or type of the value; empty for a whole resource. */
  judge(expression: string, base: string): Judge
  /** All values an expression finds in a resource; for extension contexts. */
  select(expression: string, resource: JsonObject): unknown[]
}

interface Bridge {
  run: Run
  unsure: boolean
}

/** Compiles for one box; `conforms` answers conformsTo(). */
export const openInvariants = (
  terminology: Terminology,
  conforms: (run: Run, value: unknown, profile: string) => Answer,
): Invariants => {
  const compiled = new Map<string, Judge>()
  const selectors = new Map<string, (resource: JsonObject) => unknown[]>()
  // evaluation is synchronous: while an expression runs, this is whose it is
  let now: Bridge | undefined
  const unsure = (): [] => {
    if (now) now.unsure = true
    return []
  }
  const told = (answer: Answer): boolean[] => (answer === undefined ? unsure() : [answer])

  const functions = {
    memberOf: {
      fn: (values: unknown[], valueSet: string) =>
        now && values.length === 1
          ? told(inValueSet(terminology, valueSet, now.run.from, values[0]))
          : [],
      arity: { 1: ['String' as const] },
    },
    resolve: {
      fn: (values: unknown[]) => values.flatMap(value => (now ? resolved(now, value) : [])),
      arity: { 0: [] },
    },
    conformsTo: {
      fn: (values: unknown[], profile: string) =>
        now && values.length === 1 ? told(conforms(now.run, values[0], profile)) : [],
      arity: { 1: ['String' as const] },
    },
  }

  const compile = (expression: string, base: string): Judge => {
    const byHand = native[expression]
    if (byHand) return (_, value) => byHand(value)
    const evaluate = compileExpression(expression, base, functions)
    if (!evaluate) return () => undefined
    // a stand-in knows its type and nothing else
    const needsContent = /resolve\(\)(?!\s*\)*\s*(is\b|\.is\(|\.ofType\(|\.iif\(empty\(\)))/.test(
      expression,
    )
    return (run, value) => {
      const outer = now
      now = { run, unsure: false }
      try {
        const { resource, root } = run.inside
        const answer = evaluate(value, { resource, rootResource: root })
        const doubtful = now.unsure || (needsContent && standIns > 0)
        return isTrue(answer) ? true : doubtful ? undefined : false
      } catch {
        return undefined // an expression that does not fit the value decides nothing
      } finally {
        now = outer
        standIns = 0
      }
    }
  }

  let standIns = 0
  const resolved = (bridge: Bridge, value: unknown): unknown[] => {
    const found = target(bridge.run, value)
    if (found) return asNodes(found)
    const type = targetType(bridge.run, value)
    if (type === undefined) return unsure()
    standIns++
    return asNodes({ resourceType: type })
  }

  return {
    judge: (expression, base) => {
      const key = `${base}|${expression}`
      const known = compiled.get(key) ?? compile(expression, base)
      compiled.set(key, known)
      return known
    },
    select: (expression, resource) => {
      const known = selectors.get(expression) ?? selector(expression)
      selectors.set(expression, known)
      return known(resource)
    },
  }
}

const whole = fhirpath.compile('$this', r4, { resolveInternalTypes: false })

/** A resource as the library sees one inside an expression: with its type. */
const asNodes = (resource: JsonObject): unknown[] => [whole(resource)].flat()

type Evaluate = (value: unknown, environment: Record<string, unknown>) => unknown

const compileExpression = (
  expression: string,
  base: string,
  userInvocationTable: UserInvocationTable,
): Evaluate | undefined => {
  try {
    const path = base === '' ? expression : { base, expression }
    const compiled = fhirpath.compile(path, r4, { userInvocationTable, traceFn: () => {} })
    return (value, environment) => compiled(value, environment)
  } catch {
    return undefined // not FHIRPath: reported where it stands, as one that could not be checked
  }
}

const selector = (expression: string): ((resource: JsonObject) => unknown[]) => {
  const evaluate = compileExpression(expression, '', {})
  return resource => {
    const found = evaluate?.(resource, { resource, rootResource: resource })
    return Array.isArray(found) ? found : []
  }
}

/** As FHIR's validators read it: nothing is false, true is true, anything else that is there is true. */
const isTrue = (answer: unknown): boolean => {
  if (!Array.isArray(answer) || answer.length === 0) return false
  return answer.length === 1 && typeof answer[0] === 'boolean' ? answer[0] : true
}
