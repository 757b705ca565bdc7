// What can happen to a member, as the claim it leads to: codes, usual prices in cents, who bills, how it is shared.
// HCPCS and revenue codes only (CPT is licensed); dental lines carry the bare CDT codes of the guide's examples.
import type { DiagnosisName } from '../codes/diagnoses.ts'
import type { OrganizationName, PractitionerName } from '../people/provider-table.ts'
import type { BenefitName } from './benefits.ts'

export interface LineTemplate {
  /** HCPCS, or CDT on oral claims; absent: revenue code only, or a vision line without a code. */
  code?: string
  text: string
  revenue?: string
  units?: number
  /** Usual charge for all units together. */
  billed: number
  benefit: BenefitName
  modifiers?: readonly string[]
  /** The plan does not pay this line. */
  denied?: boolean
  /** Tooth and surface, oral claims. */
  tooth?: string
  surface?: string
}

interface Shared {
  title: string
  billedBy: OrganizationName
  by: PractitionerName
  diagnoses: readonly DiagnosisName[]
  lines: readonly LineTemplate[]
  note?: string
  outOfNetwork?: boolean
  /** Billed wrongly first: the first claim is cancelled and replaced by this one. */
  corrected?: boolean
  /** Another plan paid this share of the allowed amount before us. */
  paidBefore?: number
  /** The member paid and is paid back. */
  payMember?: boolean
  /** Falls under 42 CFR Part 2. */
  sensitive?: boolean
  /** The visit that a clinical record shows, if any. */
  visit?: 'checkup' | 'followUp' | 'emergency' | 'stay'
}

export interface ProfessionalTemplate extends Shared {
  kind: 'professional' | 'vision'
  place: string
  referredBy?: PractitionerName
}

export interface OralTemplate extends Shared {
  kind: 'oral'
  place: string
}

export interface InstitutionalTemplate extends Shared {
  kind: 'inpatient' | 'outpatient'
  typeOfBill: string
  amountsOn: 'items' | 'header'
  nights?: number
  drg?: string
  admissionType?: string
  procedure?: { code: string; text: string }
  reasonForVisit?: DiagnosisName
  externalCause?: DiagnosisName
}

export type ClaimTemplate = ProfessionalTemplate | OralTemplate | InstitutionalTemplate

const line = (text: string, billed: number, benefit: BenefitName, more: Partial<LineTemplate>) => ({
  text,
  billed,
  benefit,
  ...more,
})

const table = {
  wellnessVisit: {
    kind: 'professional',
    title: 'Annual wellness visit',
    billedBy: 'clinic',
    by: 'physician',
    place: '11',
    diagnoses: ['checkup'],
    visit: 'checkup',
    lines: [
      line('Annual wellness visit', 24_500, 'preventive', { code: 'G0439' }),
      line('Giving the influenza vaccine', 4200, 'preventive', { code: 'G0008' }),
    ],
  },
  childCheckup: {
    kind: 'professional',
    title: 'Well-child visit',
    billedBy: 'clinic',
    by: 'nurse',
    place: '11',
    diagnoses: ['childCheckup', 'vaccination'],
    visit: 'checkup',
    lines: [line('Screening visit for a child', 19_800, 'preventive', { code: 'S0302' })],
  },
  diabetesVisit: {
    kind: 'professional',
    title: 'Office visit for diabetes and blood pressure',
    billedBy: 'clinic',
    by: 'physician',
    referredBy: 'nurse',
    place: '11',
    diagnoses: ['diabetes', 'hypertension'],
    visit: 'followUp',
    note: 'Your copay applies to the visit; the training is fully covered in network.',
    lines: [
      line('Clinic visit', 18_500, 'office', { code: 'T1015' }),
      line('Diabetes self-management training', 11_600, 'afterDeductible', {
        code: 'G0108',
        units: 2,
      }),
    ],
  },
  bloodPressureVisit: {
    kind: 'professional',
    title: 'Office visit for blood pressure',
    billedBy: 'clinic',
    by: 'nurse',
    place: '11',
    diagnoses: ['hypertension'],
    visit: 'followUp',
    lines: [line('Clinic visit', 16_900, 'office', { code: 'T1015' })],
  },
  heartVisit: {
    kind: 'professional',
    title: 'Specialist visit, heart',
    billedBy: 'hospital',
    by: 'cardiologist',
    referredBy: 'physician',
    place: '22',
    diagnoses: ['heart', 'hypertension'],
    visit: 'followUp',
    lines: [line('Specialist visit', 31_000, 'specialist', { code: 'T1015' })],
  },
  asthmaVisit: {
    kind: 'professional',
    title: 'Office visit for asthma',
    billedBy: 'clinic',
    by: 'nurse',
    place: '11',
    diagnoses: ['asthma'],
    visit: 'followUp',
    lines: [line('Clinic visit', 15_400, 'office', { code: 'T1015' })],
  },
  earInfection: {
    kind: 'professional',
    title: 'Urgent care for an ear infection',
    billedBy: 'clinic',
    by: 'nurse',
    place: '20',
    diagnoses: ['earInfection'],
    visit: 'followUp',
    outOfNetwork: true,
    payMember: true,
    note: 'The provider is out of network; the benefit is paid to the subscriber.',
    lines: [line('Urgent care visit', 18_900, 'afterDeductible', { code: 'S9083' })],
  },
  correctedVisit: {
    kind: 'professional',
    title: 'Office visit, billed again with the right number of units',
    billedBy: 'clinic',
    by: 'physician',
    place: '11',
    diagnoses: ['hypertension'],
    corrected: true,
    note: 'This claim replaces an earlier one that was billed with too many units.',
    lines: [
      line('Clinic visit', 18_500, 'office', { code: 'T1015' }),
      line('Injection of ketorolac, 15 mg', 6400, 'afterDeductible', {
        code: 'J1885',
        units: 2,
        modifiers: ['LT'],
      }),
    ],
  },
  deniedSupplies: {
    kind: 'professional',
    title: 'Home glucose monitor and strips, partly denied',
    billedBy: 'clinic',
    by: 'physician',
    place: '12',
    diagnoses: ['diabetes'],
    note: 'A second monitor within five years is not a covered benefit.',
    lines: [
      line('Home glucose monitor', 8900, 'afterDeductible', { code: 'E0607', denied: true }),
      line('Blood glucose test strips, 50', 3900, 'afterDeductible', { code: 'A4253', units: 2 }),
    ],
  },
  deniedVisit: {
    kind: 'professional',
    title: 'Second wellness visit in a year, denied',
    billedBy: 'clinic',
    by: 'physician',
    place: '11',
    diagnoses: ['checkup'],
    note: 'The plan pays one wellness visit in a calendar year.',
    lines: [line('Annual wellness visit', 24_500, 'preventive', { code: 'G0439', denied: true })],
  },
  alcoholCounseling: {
    kind: 'professional',
    title: 'Counseling session',
    billedBy: 'clinic',
    by: 'counselor',
    place: '11',
    diagnoses: ['alcohol'],
    sensitive: true,
    lines: [line('Behavioral health counseling', 14_400, 'office', { code: 'H0004', units: 4 })],
  },
  ambulanceRide: {
    kind: 'professional',
    title: 'Ambulance to the hospital',
    billedBy: 'ambulance',
    by: 'emergencyPhysician',
    place: '41',
    diagnoses: ['chestPain'],
    lines: [
      line('Ambulance, basic life support', 78_000, 'afterDeductible', { code: 'A0428' }),
      line('Ground mileage', 9600, 'afterDeductible', { code: 'A0425', units: 6 }),
    ],
  },
  glasses: {
    kind: 'vision',
    title: 'Eye examination and glasses',
    billedBy: 'eyeClinic',
    by: 'optometrist',
    place: '11',
    diagnoses: ['myopia'],
    lines: [
      line('Eye examination', 11_500, 'preventive', { code: 'S0621' }),
      line('Frames', 14_900, 'eyewear', { code: 'V2020' }),
      line('Single vision lenses', 8800, 'eyewear', { code: 'V2100', units: 2 }),
      line('Scratch coating', 3500, 'eyewear', { denied: true }),
    ],
    note: 'Lens coatings are not a covered benefit.',
  },
  dentalCheckup: {
    kind: 'oral',
    title: 'Dental examination and cleaning',
    billedBy: 'dentalOffice',
    by: 'dentist',
    place: '11',
    diagnoses: ['dentalCheckup'],
    lines: [
      line('Periodic examination', 6500, 'preventive', { code: 'D0120' }),
      line('Cleaning', 11_200, 'preventive', { code: 'D1110' }),
    ],
  },
  dentalImage: {
    kind: 'oral',
    title: 'Dental image of a tooth',
    billedBy: 'dentalOffice',
    by: 'dentist',
    place: '11',
    diagnoses: ['caries'],
    note: 'Images beyond the yearly set are shared after the dental deductible.',
    lines: [
      line('Image of one tooth', 7900, 'dentalBasic', { code: 'D0220', tooth: '2', surface: 'O' }),
    ],
  },
  laboratory: {
    kind: 'outpatient',
    title: 'Laboratory tests at the hospital',
    billedBy: 'hospital',
    by: 'physician',
    typeOfBill: '0131',
    amountsOn: 'header',
    diagnoses: ['diabetes', 'lipids'],
    lines: [
      line('Chemistry', 16_800, 'afterDeductible', { revenue: '0301' }),
      line('Blood count', 8200, 'afterDeductible', { revenue: '0305' }),
    ],
  },
  coordinatedImaging: {
    kind: 'outpatient',
    title: 'Chest image, shared with the other plan',
    billedBy: 'hospital',
    by: 'cardiologist',
    typeOfBill: '0131',
    amountsOn: 'header',
    diagnoses: ['heart'],
    paidBefore: 0.6,
    note: 'Your other plan paid first; this plan paid its share of the rest.',
    lines: [
      line('Chest X-ray', 42_000, 'afterDeductible', { revenue: '0324' }),
      line('Electrocardiogram', 21_500, 'afterDeductible', { revenue: '0730' }),
    ],
  },
  emergencyHeadache: {
    kind: 'outpatient',
    title: 'Emergency room visit',
    billedBy: 'hospital',
    by: 'emergencyPhysician',
    typeOfBill: '0131',
    amountsOn: 'items',
    diagnoses: ['headache', 'hypertension'],
    reasonForVisit: 'headache',
    externalCause: 'fall',
    visit: 'emergency',
    lines: [
      line('Emergency room', 132_000, 'emergency', { revenue: '0450', code: 'G0463' }),
      line('Injection of ketorolac, 15 mg', 7800, 'afterDeductible', {
        revenue: '0636',
        code: 'J1885',
        units: 2,
      }),
    ],
  },
  concussionStay: {
    kind: 'inpatient',
    title: 'Hospital stay after a fall',
    billedBy: 'hospital',
    by: 'emergencyPhysician',
    typeOfBill: '0111',
    amountsOn: 'items',
    nights: 2,
    drg: '090',
    admissionType: '1',
    diagnoses: ['concussion', 'headache'],
    externalCause: 'fall',
    procedure: { code: 'B020ZZZ', text: 'CT of the brain' },
    visit: 'stay',
    note: 'Charges above the contracted rate are not owed by you.',
    lines: [
      line('Room and board, semi-private', 540_000, 'afterDeductible', {
        revenue: '0120',
        units: 2,
      }),
      line('Pharmacy', 38_000, 'afterDeductible', { revenue: '0250' }),
      line('Injected drug', 12_400, 'afterDeductible', {
        revenue: '0636',
        code: 'J1885',
        units: 2,
      }),
    ],
  },
  kneeReplacement: {
    kind: 'inpatient',
    title: 'Hospital stay for a knee replacement',
    billedBy: 'hospital',
    by: 'surgeon',
    typeOfBill: '0111',
    amountsOn: 'items',
    nights: 2,
    drg: '470',
    admissionType: '3',
    diagnoses: ['arthritis', 'hypertension'],
    procedure: { code: '0SRC0J9', text: 'Replacement of the right knee joint' },
    visit: 'stay',
    lines: [
      line('Room and board, semi-private', 560_000, 'afterDeductible', {
        revenue: '0120',
        units: 2,
      }),
      line('Operating room', 1_480_000, 'afterDeductible', { revenue: '0360' }),
      line('Anesthesia', 210_000, 'afterDeductible', { revenue: '0370' }),
      line('Recovery room', 96_000, 'afterDeductible', { revenue: '0710' }),
    ],
  },
  pneumoniaStay: {
    kind: 'inpatient',
    title: 'Hospital stay for pneumonia',
    billedBy: 'hospital',
    by: 'physician',
    typeOfBill: '0111',
    amountsOn: 'header',
    nights: 3,
    drg: '194',
    admissionType: '2',
    diagnoses: ['pneumonia', 'diabetes'],
    visit: 'stay',
    lines: [
      line('Room and board, semi-private', 780_000, 'afterDeductible', {
        revenue: '0120',
        units: 3,
      }),
      line('Chest X-ray', 41_000, 'afterDeductible', { revenue: '0324' }),
      line('Injected antibiotic', 22_000, 'afterDeductible', {
        revenue: '0636',
        code: 'J0696',
        units: 4,
      }),
    ],
  },
} as const satisfies Record<string, ClaimTemplate>

export type ClaimName = keyof typeof table
export const claimTemplates: Record<ClaimName, ClaimTemplate> = table
