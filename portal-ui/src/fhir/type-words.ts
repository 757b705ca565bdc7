// What types and codes are called, in words a member knows.
import { scopeTable } from '../../../vocabulary/scope-table.ts'
import { say, wordFor } from '../language/language.ts'

/** What a type is called: `Claims` for ExplanationOfBenefit. */
export const typeWords = (type: string): string => wordFor(say().types, type) ?? `${spaced(type)}s`

/** Types in the order a member reads them. */
export const typeOrder: readonly string[] = Object.keys(scopeTable)

const spaced = (name: string) => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')

/** `entered-in-error` → `Entered in error`. */
export const words = (value: string): string => {
  const known = wordFor(say().codes, value.toLowerCase())
  if (known) return known
  const plain = value.replaceAll(/[-_]/g, ' ')
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}
