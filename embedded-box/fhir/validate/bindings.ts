// Codes against value sets: required ones must hold, extensible ones should, and what cannot be told is said to be unknown.
import { field, isObject, text } from '../../json.ts'
import type { ElementDefinition } from '../packages-definition.ts'
import type { Pack } from '../packages-pack.ts'
import { type Item, type Run, report, reportUnknown } from './run.ts'
import type { Answer, Terminology } from './terminology.ts'

export type Binding = NonNullable<ElementDefinition['binding']>

interface Code {
  system: string | undefined
  code: string
}

const noCodes: readonly Code[] = []

/** Codes of a value: of a code, a Coding, a Quantity's unit, or all codings of a CodeableConcept. */
const codesOf = (value: unknown): readonly Code[] => {
  if (typeof value === 'string') return [{ system: undefined, code: value }]
  const codings = field(value, 'coding')
  if (!Array.isArray(codings)) return codeOf(value)
  return codings.length === 1 ? codeOf(codings[0]) : codings.flatMap(codeOf)
}

const codeOf = (coding: unknown): readonly Code[] => {
  const code = text(coding, 'code')
  // a Coding without a system names no code of any value set: an empty system is in none
  return code === undefined ? noCodes : [{ system: text(coding, 'system') ?? '', code }]
}

/** Is a value in a value set? One coding of a concept is enough. */
export const inValueSet = (
  terminology: Terminology,
  valueSet: string,
  from: Pack | undefined,
  value: unknown,
): Answer => oneIn(terminology, valueSet, from, codesOf(value))

const oneIn = (
  terminology: Terminology,
  valueSet: string,
  from: Pack | undefined,
  codes: readonly Code[],
): Answer => {
  let answer: Answer = false
  for (const { system, code } of codes) {
    const one = terminology.holds(valueSet, from, system, code)
    if (one) return true
    if (one === undefined) answer = undefined
  }
  return answer
}

/** Checks one value against its binding. */
export const checkBinding = (
  run: Run,
  terminology: Terminology,
  binding: Binding,
  from: Pack,
  { value, spot }: Item,
): void => {
  const { strength, valueSet, maxValueSet } = binding
  if (maxValueSet !== undefined) judge(run, terminology, 'required', maxValueSet, from, value, spot)
  if (strength === 'required' || strength === 'extensible')
    judge(run, terminology, strength, valueSet, from, value, spot)
}

const judge = (
  run: Run,
  terminology: Terminology,
  strength: 'required' | 'extensible',
  valueSet: string,
  from: Pack,
  value: unknown,
  spot: Item['spot'],
): void => {
  const codes = codesOf(value)
  if (codes.length === 0) {
    // text alone is no code; a Quantity without a coded unit has nothing to compare
    const isConcept = isObject(value) && !('value' in value) && !('unit' in value)
    if (strength === 'required' && isConcept)
      report(run, spot, 'code-invalid', `needs a code of ${valueSet}.`)
    return
  }
  const answer = oneIn(terminology, valueSet, from, codes)
  if (answer) return
  if (answer === undefined)
    return reportUnknown(run, spot, `the codes of ${valueSet} are not all known to this box`)
  const said = codes.map(({ system, code }) => (system ? `${system}#${code}` : code)).join(', ')
  if (strength === 'required')
    report(run, spot, 'code-invalid', `${said} is not in the value set ${valueSet}.`)
  else
    report(
      run,
      spot,
      'code-invalid',
      `${said} is not in ${valueSet}, which is to be used where one of its codes fits.`,
      'warning',
    )
}
