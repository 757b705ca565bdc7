// What directory professionals do: NUCC specialty, Plan-Net role, degree, and the kind of service they belong to.

export interface Specialty {
  nucc: string
  text: string
  /** Plan-Net ProviderRoleCS. */
  role: string
  /** HL7 v2 0360; absent: the specialty itself is the qualification. */
  degree?: string
  credential: string
  /** Plan-Net HealthcareServiceCategoryCS. */
  category: string
  /** How many of every twenty professionals. */
  share: number
}

const specialty = (
  nucc: string,
  text: string,
  role: string,
  credential: string,
  category: string,
  share: number,
  degree?: string,
): Specialty => ({ nucc, text, role, credential, category, share, ...(degree ? { degree } : {}) })

export const specialties: readonly Specialty[] = [
  specialty('207Q00000X', 'Family Medicine Physician', 'ph', 'MD', 'prov', 4, 'MD'),
  specialty('207R00000X', 'Internal Medicine Physician', 'ph', 'MD', 'prov', 2, 'MD'),
  specialty('208000000X', 'Pediatrics Physician', 'ph', 'MD', 'prov', 2, 'MD'),
  specialty('207RC0000X', 'Cardiovascular Disease Physician', 'ph', 'MD', 'hosp', 1, 'MD'),
  specialty('207X00000X', 'Orthopaedic Surgery Physician', 'ph', 'DO', 'hosp', 1, 'DO'),
  specialty('207V00000X', 'Obstetrics & Gynecology Physician', 'ph', 'MD', 'prov', 1, 'MD'),
  specialty('207N00000X', 'Dermatology Physician', 'ph', 'MD', 'prov', 1, 'MD'),
  specialty('2084P0800X', 'Psychiatry Physician', 'ph', 'MD', 'behav', 1, 'MD'),
  specialty('363LF0000X', 'Family Nurse Practitioner', 'crnp', 'NP', 'prov', 2, 'NP'),
  specialty('363A00000X', 'Physician Assistant', 'pa', 'PA', 'urg', 1, 'PA'),
  specialty('103TC0700X', 'Clinical Psychologist', 'py', 'PhD', 'behav', 1, 'PHD'),
  specialty('101YP2500X', 'Professional Counselor', 'co', 'LPC', 'behav', 1),
  specialty('1223G0001X', 'General Practice Dentistry', 'de', 'DDS', 'dent', 1),
  specialty('152W00000X', 'Optometrist', 'oo', 'OD', 'vis', 1),
]
