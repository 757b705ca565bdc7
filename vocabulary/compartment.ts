// The patient compartment as this product reads it: per type, whose a resource is and how others become reachable.
// FHIR R4 CompartmentDefinition/patient, narrowed to the member's own (a dependant's claims paid to the member stay out).
import table from './compartment.json' with { type: 'json' }

export type CompartmentRule =
  /** One element names the patient who owns it. */
  | 'member-owned'
  /** The same, though FHIR's compartment leaves the type out (Device). */
  | 'member-owned-outside-compartment'
  /** The Patient itself. */
  | 'self'
  /** Servable when every target is (Provenance). */
  | 'via-target'
  /** Servable when a servable resource points at it, one further hop from PractitionerRole, Location or Organization. */
  | 'reachable-by-reference'

export interface CompartmentFact {
  rule: CompartmentRule
  /** Element that holds the owner's reference. */
  element?: string
  /** Search parameter that finds by owner. */
  parameter?: string
  /** Elements of servable resources that make this type reachable. */
  reachedFrom?: string[]
}

/** Type → rule. A type that is not here is never served to a patient's token. */
export const patientCompartment = table as Record<string, CompartmentFact>
