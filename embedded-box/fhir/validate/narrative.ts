// Narrative: XHTML with basic formatting only (txt-1, txt-2), as fhirpath's htmlChecks reads it.
import fhirpath from 'fhirpath'
import r4 from 'fhirpath/fhir-context/r4'

const check = fhirpath.compile({ base: 'Narrative.div', expression: 'htmlChecks()' }, r4)

/** True for a div that is allowed. `xml:lang` and `xml:space`, which guides' publishers write, are allowed too. */
export const isNarrative = (div: unknown): boolean =>
  typeof div === 'string' &&
  [check(div.replaceAll(/\sxml:(?:lang|space)="[^"<]*"/g, ''))].flat()[0] === true
