// What types and codes are called, in words a member knows.
import { scopeTable } from '../../../vocabulary/scope-table.ts'

const plurals: Record<string, string> = {
  ExplanationOfBenefit: 'Claims',
  Coverage: 'Coverage',
  AllergyIntolerance: 'Allergies',
  MedicationRequest: 'Prescriptions',
  MedicationDispense: 'Pharmacy fills',
  MedicationStatement: 'Medicines you take',
  Immunization: 'Vaccinations',
  Observation: 'Results and vital signs',
  DiagnosticReport: 'Reports',
  ServiceRequest: 'Orders',
  Encounter: 'Visits',
  DocumentReference: 'Documents',
  CarePlan: 'Care plans',
  CareTeam: 'Care teams',
  Device: 'Devices',
  Media: 'Pictures',
  QuestionnaireResponse: 'Questionnaires',
  RelatedPerson: 'Family and helpers',
  Provenance: 'Where records come from',
  Practitioner: 'Professionals',
  PractitionerRole: 'Professionals’ roles',
}

/** What a type is called: `Claims` for ExplanationOfBenefit. */
export const typeWords = (type: string): string => plurals[type] ?? `${spaced(type)}s`

/** Types in the order a member reads them. */
export const typeOrder: readonly string[] = Object.keys(scopeTable)

const spaced = (name: string) => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')

/** `entered-in-error` → `Entered in error`. */
export const words = (value: string): string => {
  const plain = value.replaceAll(/[-_]/g, ' ')
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}
