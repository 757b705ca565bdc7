// Kinds within a type that a member can choose instead of all of it: the category codes of US Core, in plain words.

export interface ScopeCategory {
  /** `system|code`, as it stands behind `?category=`. */
  token: string
  en: string
  es: string
}

const kind = (token: string, en: string, es: string): ScopeCategory => ({ token, en, es })

const observation = 'http://terminology.hl7.org/CodeSystem/observation-category'
const condition = 'http://terminology.hl7.org/CodeSystem/condition-category'

/** Resource type → its kinds, in the order a member reads them in. */
export const scopeCategories: Readonly<Record<string, readonly ScopeCategory[]>> = {
  Condition: [
    kind(
      `${condition}|problem-list-item`,
      'conditions on your problem list',
      'su lista de problemas',
    ),
    kind(
      `${condition}|encounter-diagnosis`,
      'diagnoses from visits and claims',
      'diagnósticos de consultas y reclamaciones',
    ),
    kind(
      'http://hl7.org/fhir/us/core/CodeSystem/condition-category|health-concern',
      'health concerns',
      'preocupaciones de salud',
    ),
  ],
  Observation: [
    kind(`${observation}|laboratory`, 'laboratory results', 'resultados de laboratorio'),
    kind(`${observation}|vital-signs`, 'vital signs', 'signos vitales'),
    kind(
      `${observation}|social-history`,
      'social history, for example smoking',
      'historia social, por ejemplo tabaquismo',
    ),
    kind(`${observation}|survey`, 'answers to questionnaires', 'respuestas a cuestionarios'),
  ],
  DiagnosticReport: [
    kind(
      'http://terminology.hl7.org/CodeSystem/v2-0074|LAB',
      'laboratory reports',
      'informes de laboratorio',
    ),
    kind('http://loinc.org|LP29684-5', 'radiology reports', 'informes de radiología'),
    kind('http://loinc.org|LP29708-2', 'cardiology reports', 'informes de cardiología'),
  ],
}

/** What the query of a scope narrows to, in words; a code that the table does not know stands for itself. */
export const queryInWords = (type: string, query: string, language: 'en' | 'es'): string =>
  [...new URLSearchParams(query).values()]
    .flatMap(value => value.split(','))
    .map(value => {
      const code = value.split('|').at(-1) ?? value
      const known = scopeCategories[type]?.find(
        ({ token }) => token === value || (!value.includes('|') && token.endsWith(`|${code}`)),
      )
      return known?.[language] ?? code
    })
    .join(', ')
