// FHIR R4's base definitions, stripped; built once into dist/ by build-definitions.ts, read when first needed.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { aidboxTypes } from '../../vocabulary/resource-types.ts'

export interface ElementDefinition {
  /** Data types, a resource type for inline resources, or the path of a nested element. */
  types: string[]
  required?: boolean
  many?: boolean
  /** Part of `_summary=true`. */
  summary?: boolean
  /** Canonical of a required value set whose codes are in `Definitions.codes`. */
  codes?: string
}

export interface Definitions {
  /** Type or nested path (`Patient.contact`) → element name (choice: `value[x]`) → its definition. */
  types: Record<string, Record<string, ElementDefinition>>
  /** Value set canonical → codes. */
  codes: Record<string, string[]>
}

export const definitionsFile = fileURLToPath(
  // another name whenever more is kept of the definitions, so that an older file is not taken for it
  new URL('../../dist/r4-elements-with-summary.json', import.meta.url),
)

let loaded: Definitions | undefined

/** The definitions; the first call of a fresh checkout builds them in a process of its own (about two seconds). */
export const r4Definitions = (): Definitions => {
  if (loaded) return loaded
  if (!existsSync(definitionsFile)) {
    execFileSync(
      process.execPath,
      [fileURLToPath(new URL('build-definitions.ts', import.meta.url))],
      { stdio: 'inherit' },
    )
  }
  loaded = withAidboxTypes(JSON.parse(readFileSync(definitionsFile, 'utf8')))
  return loaded
}

const resourceTypes = 'http://hl7.org/fhir/ValueSet/resource-types'

/** Aidbox's own types are resource types too: SearchParameter.base may name Session or User. */
const withAidboxTypes = ({ types, codes }: Definitions): Definitions => ({
  types,
  codes: { ...codes, [resourceTypes]: [...(codes[resourceTypes] ?? []), ...aidboxTypes] },
})
