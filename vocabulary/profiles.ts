// Canonical URLs of the guides: CARIN Blue Button, US Core, PDex Plan-Net; and the security labels that mean sensitive.

const usCore = 'http://hl7.org/fhir/us/core/StructureDefinition/'
const c4bb = 'http://hl7.org/fhir/us/carin-bb/StructureDefinition/'
const pdex = 'http://hl7.org/fhir/us/davinci-pdex/StructureDefinition/'
const planNet = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/'

/** `usCoreProfile('us-core-patient')` → its canonical URL. */
export const usCoreProfile = (name: string): string => usCore + name
/** `c4bbProfile('C4BB-Coverage')` → its canonical URL. */
export const c4bbProfile = (name: string): string => c4bb + name
/** `pdexProfile('pdex-priorauthorization')` → its canonical URL. */
export const pdexProfile = (name: string): string => pdex + name
/** `planNetProfile('plannet-Practitioner')` → its canonical URL. */
export const planNetProfile = (name: string): string => planNet + name

/** Type → Plan-Net profiles a directory resource of that type may claim. */
export const directoryProfiles: Record<string, string[]> = {
  Endpoint: [planNet + 'plannet-Endpoint'],
  HealthcareService: [planNet + 'plannet-HealthcareService'],
  InsurancePlan: [planNet + 'plannet-InsurancePlan'],
  Location: [planNet + 'plannet-Location'],
  Organization: [planNet + 'plannet-Organization', planNet + 'plannet-Network'],
  OrganizationAffiliation: [planNet + 'plannet-OrganizationAffiliation'],
  Practitioner: [planNet + 'plannet-Practitioner'],
  PractitionerRole: [planNet + 'plannet-PractitionerRole'],
}

/** True when a profile URL is one of Plan-Net's (a version suffix after `|` is fine). */
export const isPlanNetProfile = (url: string): boolean => url.startsWith(planNet)

/** Security labels (`system|code`) that a member must allow separately: 42 CFR Part 2 and what is handled like it. */
export const sensitiveLabels: readonly string[] = [
  'http://terminology.hl7.org/CodeSystem/v3-ActCode|42CFRPart2',
  'http://terminology.hl7.org/CodeSystem/v3-ActCode|ETH',
  'http://terminology.hl7.org/CodeSystem/v3-ActCode|HIV',
  'http://terminology.hl7.org/CodeSystem/v3-ActCode|PSY',
  'http://terminology.hl7.org/CodeSystem/v3-ActCode|SDV',
  'http://terminology.hl7.org/CodeSystem/v3-ActCode|STD',
  'http://terminology.hl7.org/CodeSystem/v3-ActCode|SUD',
  'http://terminology.hl7.org/CodeSystem/v3-Confidentiality|R',
  'http://terminology.hl7.org/CodeSystem/v3-Confidentiality|V',
]
