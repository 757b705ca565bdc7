// The kinds of facilities in the directory, how many of each, and how the guides code them.

export interface FacilityKind {
  id: 'hospital' | 'clinic' | 'pharmacy' | 'laboratory' | 'dental' | 'vision' | 'behavioral'
  count: number
  title: string
  /** HL7 ServiceDeliveryLocationRoleType. */
  locationType: string
  category: string
  nucc: string
  nuccText: string
  /** Plan-Net's organization affiliation role. */
  role: string
}

const kind = (
  id: FacilityKind['id'],
  count: number,
  title: string,
  locationType: string,
  category: string,
  nucc: string,
  nuccText: string,
  role: string,
): FacilityKind => ({ id, count, title, locationType, category, nucc, nuccText, role })

export const facilityKinds: readonly FacilityKind[] = [
  kind(
    'hospital',
    8,
    'Sample Hospital',
    'HOSP',
    'hosp',
    '282N00000X',
    'General Acute Care Hospital',
    'hospital',
  ),
  kind(
    'clinic',
    12,
    'Mockingbird Clinic',
    'OF',
    'outpat',
    '261QP2300X',
    'Primary Care Clinic/Center',
    'outpatient',
  ),
  kind(
    'pharmacy',
    8,
    'Placeholder Pharmacy',
    'PHARM',
    'pharm',
    '3336C0003X',
    'Community/Retail Pharmacy',
    'pharmacy',
  ),
  kind(
    'laboratory',
    3,
    'Specimen Laboratory',
    'OF',
    'lab',
    '291U00000X',
    'Clinical Medical Laboratory',
    'laboratory',
  ),
  kind(
    'dental',
    3,
    'Prototype Dental Office',
    'OF',
    'dent',
    '261QD0000X',
    'Dental Clinic/Center',
    'outpatient',
  ),
  kind(
    'vision',
    2,
    'Example Eye Clinic',
    'OF',
    'vis',
    '261QS0132X',
    'Ophthalmologic Surgery Clinic/Center',
    'outpatient',
  ),
  kind(
    'behavioral',
    2,
    'Trial Counseling Center',
    'OF',
    'behav',
    '261QM0801X',
    'Mental Health Clinic/Center (Including Community Mental Health Center)',
    'behavioral',
  ),
]
