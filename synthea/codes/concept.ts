// FHIR's CodeableConcept and Coding, as generated data writes them.

export interface Coding {
  system: string
  code: string
  display?: string
}

export interface Concept {
  coding?: Coding[]
  text?: string
}

/** One code; `text` is our own wording, `display` only where the system's exact one is known. */
export const concept = (
  system: string,
  code: string,
  text?: string,
  display?: string,
): Concept => ({
  coding: [{ system, code, ...(display ? { display } : {}) }],
  ...(text ? { text } : {}),
})

/** The same meaning in two systems. */
export const sameIn = (first: Concept, second: Concept): Concept => ({
  ...first,
  coding: [...(first.coding ?? []), ...(second.coding ?? [])],
})
