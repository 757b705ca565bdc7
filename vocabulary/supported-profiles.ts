// Which profiles of the guides each resource type is kept in: what the CapabilityStatement names, without versions.
import { c4bbProfile, directoryProfiles, pdexProfile, usCoreProfile } from './profiles.ts'

/** US Core 6.1.0. */
const usCore: Record<string, readonly string[]> = {
  AllergyIntolerance: ['us-core-allergyintolerance'],
  CarePlan: ['us-core-careplan'],
  CareTeam: ['us-core-careteam'],
  Condition: [
    'us-core-condition-encounter-diagnosis',
    'us-core-condition-problems-health-concerns',
  ],
  Coverage: ['us-core-coverage'],
  Device: ['us-core-implantable-device'],
  DiagnosticReport: ['us-core-diagnosticreport-lab', 'us-core-diagnosticreport-note'],
  DocumentReference: ['us-core-documentreference'],
  Encounter: ['us-core-encounter'],
  Goal: ['us-core-goal'],
  Immunization: ['us-core-immunization'],
  Location: ['us-core-location'],
  Medication: ['us-core-medication'],
  MedicationDispense: ['us-core-medicationdispense'],
  MedicationRequest: ['us-core-medicationrequest'],
  Observation: [
    'us-core-observation-lab',
    'us-core-observation-clinical-result',
    'us-core-observation-screening-assessment',
    'us-core-simple-observation',
    'us-core-smokingstatus',
    'us-core-observation-occupation',
    'us-core-observation-pregnancystatus',
    'us-core-observation-pregnancyintent',
    'us-core-observation-sexual-orientation',
    'us-core-vital-signs',
    'us-core-blood-pressure',
    'us-core-bmi',
    'us-core-body-height',
    'us-core-body-temperature',
    'us-core-body-weight',
    'us-core-head-circumference',
    'us-core-heart-rate',
    'us-core-pulse-oximetry',
    'us-core-respiratory-rate',
    'pediatric-bmi-for-age',
    'pediatric-weight-for-height',
    'head-occipital-frontal-circumference-percentile',
  ],
  Organization: ['us-core-organization'],
  Patient: ['us-core-patient'],
  Practitioner: ['us-core-practitioner'],
  PractitionerRole: ['us-core-practitionerrole'],
  Procedure: ['us-core-procedure'],
  Provenance: ['us-core-provenance'],
  QuestionnaireResponse: ['us-core-questionnaireresponse'],
  RelatedPerson: ['us-core-relatedperson'],
  ServiceRequest: ['us-core-servicerequest'],
  Specimen: ['us-core-specimen'],
}

/** CARIN Blue Button 2.0.0. */
const blueButton: Record<string, readonly string[]> = {
  Coverage: ['C4BB-Coverage'],
  ExplanationOfBenefit: [
    'C4BB-ExplanationOfBenefit-Inpatient-Institutional',
    'C4BB-ExplanationOfBenefit-Outpatient-Institutional',
    'C4BB-ExplanationOfBenefit-Oral',
    'C4BB-ExplanationOfBenefit-Pharmacy',
    'C4BB-ExplanationOfBenefit-Professional-NonClinician',
  ],
  Organization: ['C4BB-Organization'],
  Patient: ['C4BB-Patient'],
  Practitioner: ['C4BB-Practitioner'],
  RelatedPerson: ['C4BB-RelatedPerson'],
}

/** PDex 2.0.0. */
const pdex: Record<string, readonly string[]> = {
  ExplanationOfBenefit: ['pdex-priorauthorization'],
}

/** Canonical URLs of the profiles of a type; none for types that no guide speaks of. */
export const supportedProfilesOf = (type: string): readonly string[] => [
  ...(usCore[type] ?? []).map(usCoreProfile),
  ...(blueButton[type] ?? []).map(c4bbProfile),
  ...(pdex[type] ?? []).map(pdexProfile),
  ...(directoryProfiles[type] ?? []),
]
