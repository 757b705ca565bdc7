// Types an import may write: a person's care and claims. What grants access (User, Task, RelatedPerson …) is not among them.

export const importedTypes: ReadonlySet<string> = new Set([
  'AllergyIntolerance',
  'CarePlan',
  'CareTeam',
  'Claim',
  'ClaimResponse',
  'Condition',
  'Coverage',
  'Device',
  'DiagnosticReport',
  'DocumentReference',
  'Encounter',
  'ExplanationOfBenefit',
  'Goal',
  'ImagingStudy',
  'Immunization',
  'Location',
  'Media',
  'Medication',
  'MedicationAdministration',
  'MedicationDispense',
  'MedicationRequest',
  'MedicationStatement',
  'Observation',
  'Organization',
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Procedure',
  'Provenance',
  'QuestionnaireResponse',
  'ServiceRequest',
  'Specimen',
  'SupplyDelivery',
])

/** Types that others point at come first, so that an import in parts never points ahead more than it must. */
const leading = [
  'Organization',
  'Location',
  'Practitioner',
  'PractitionerRole',
  'Patient',
  'Coverage',
  'Encounter',
]

export const loadRank = (type: string): number => {
  const rank = leading.indexOf(type)
  return rank === -1 ? leading.length : rank
}
