// Who takes part in a member's care and claims: organizations and professionals, with NUCC specialties.

interface OrganizationFact {
  title: string
  /** Five digits; payers only. */
  naic?: string
  /** NUCC taxonomy, as a rendering organization shows it. */
  taxonomy?: string
  /** HL7 ServiceDeliveryLocationRoleType, when it is not an office. */
  placeType?: string
}

const organizationTable = {
  plan: { title: 'Example Health Plan', naic: '00001' },
  otherPlan: { title: 'Second Sample Insurance', naic: '00002' },
  dentalPlan: { title: 'Example Dental Plan', naic: '00003' },
  hospital: { title: 'Sample Valley Hospital', taxonomy: '282N00000X', placeType: 'HOSP' },
  clinic: { title: 'Mockingbird Family Clinic', taxonomy: '261QP2300X' },
  pharmacy: { title: 'Placeholder Pharmacy', taxonomy: '3336C0003X', placeType: 'PHARM' },
  laboratory: { title: 'Specimen Laboratory Services' },
  dentalOffice: { title: 'Prototype Dental Office' },
  eyeClinic: { title: 'Example Eye Clinic' },
  ambulance: { title: 'Sample County Ambulance', taxonomy: '3416L0300X' },
} satisfies Record<string, OrganizationFact>

export type OrganizationName = keyof typeof organizationTable
export const organizations: Record<OrganizationName, OrganizationFact> = organizationTable

interface PractitionerFact {
  credential: string
  taxonomy: string
  specialty: string
  worksAt: OrganizationName
}

const practitionerTable = {
  physician: {
    credential: 'MD',
    taxonomy: '207Q00000X',
    specialty: 'Family Medicine Physician',
    worksAt: 'clinic',
  },
  nurse: {
    credential: 'FNP',
    taxonomy: '363LF0000X',
    specialty: 'Family Nurse Practitioner',
    worksAt: 'clinic',
  },
  cardiologist: {
    credential: 'MD',
    taxonomy: '207RC0000X',
    specialty: 'Cardiovascular Disease Physician',
    worksAt: 'hospital',
  },
  surgeon: {
    credential: 'MD',
    taxonomy: '207X00000X',
    specialty: 'Orthopaedic Surgery Physician',
    worksAt: 'hospital',
  },
  emergencyPhysician: {
    credential: 'MD',
    taxonomy: '207P00000X',
    specialty: 'Emergency Medicine Physician',
    worksAt: 'hospital',
  },
  obstetrician: {
    credential: 'MD',
    taxonomy: '207V00000X',
    specialty: 'Obstetrics & Gynecology Physician',
    worksAt: 'clinic',
  },
  pediatrician: {
    credential: 'MD',
    taxonomy: '208000000X',
    specialty: 'Pediatrics Physician',
    worksAt: 'clinic',
  },
  therapist: {
    credential: 'PT',
    taxonomy: '225100000X',
    specialty: 'Physical Therapist',
    worksAt: 'clinic',
  },
  pharmacist: {
    credential: 'PharmD',
    taxonomy: '183500000X',
    specialty: 'Pharmacist',
    worksAt: 'pharmacy',
  },
  counselor: {
    credential: 'LPC',
    taxonomy: '101YP2500X',
    specialty: 'Professional Counselor',
    worksAt: 'clinic',
  },
  dentist: {
    credential: 'DDS',
    taxonomy: '1223G0001X',
    specialty: 'General Practice Dentistry',
    worksAt: 'dentalOffice',
  },
  optometrist: {
    credential: 'OD',
    taxonomy: '152W00000X',
    specialty: 'Optometrist',
    worksAt: 'eyeClinic',
  },
} satisfies Record<string, PractitionerFact>

export type PractitionerName = keyof typeof practitionerTable
export const practitioners: Record<PractitionerName, PractitionerFact> = practitionerTable
