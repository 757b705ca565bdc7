// The root of a box speaks Aidbox format, and here only for Aidbox's own types; everything else is asked under /fhir.
import { isAidboxType } from '../vocabulary/resource-types.ts'
import { fail } from './errors.ts'
import type { FhirRoute } from './routes.ts'

/** The route itself when it is served where it was asked; judged only after the caller was let in. */
export const fhirBase = (asked: FhirRoute): FhirRoute => {
  const { base, type } = asked.target
  if (base === 'fhir' || !type || isAidboxType(type)) return asked
  throw fail(
    'not-supported',
    `Ask for ${type} under /fhir: this box serves it in FHIR format only`,
    {
      status: 404,
    },
  )
}
