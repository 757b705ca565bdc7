// The FHIR packages of both boxes, named once: the embedded box looks for them, docker-compose gives them to Aidbox.

/** `name#version`; the first that has a profile is the first choice where a resource names no version. */
export const fhirPackages: readonly string[] = [
  'hl7.fhir.us.core#6.1.0',
  'hl7.fhir.us.carin-bb#2.0.0',
  'hl7.fhir.us.davinci-pdex#2.0.0',
  'hl7.fhir.us.davinci-pdex-plan-net#1.2.0',
]
