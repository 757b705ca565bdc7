// Requests for the plan's permission, and what it answered: pending, approved, approved in part, denied.
import type { DiagnosisName } from '../codes/diagnoses.ts'
import type { OrganizationName, PractitionerName } from '../people/provider-table.ts'

export interface AuthorizationTemplate {
  title: string
  type: 'professional' | 'institutional'
  requestedBy: PractitionerName
  facility: OrganizationName
  diagnosis: DiagnosisName
  /** X12 service type: what kind of service is asked for. */
  service: string
  /** HCPCS; absent: no code applies. */
  code?: string
  text: string
  units: number
  /** What was granted; fewer than asked for is a modified approval. */
  granted: number
  used: number
  submitted: number
  decision: 'pending' | 'approved' | 'modified' | 'denied'
  urgent?: boolean
  note?: string
}

const table = {
  kneeReplacement: {
    title: 'Replacement of the right knee',
    type: 'institutional',
    requestedBy: 'surgeon',
    facility: 'hospital',
    diagnosis: 'arthritis',
    service: '2',
    text: 'Knee replacement with hospital stay',
    units: 1,
    granted: 1,
    used: 1,
    submitted: 2_346_000,
    decision: 'approved',
  },
  backImaging: {
    title: 'Image of the back',
    type: 'institutional',
    requestedBy: 'physician',
    facility: 'hospital',
    diagnosis: 'backPain',
    service: '62',
    text: 'MRI of the lower back',
    units: 1,
    granted: 1,
    used: 1,
    submitted: 148_000,
    decision: 'approved',
    urgent: true,
  },
  physicalTherapy: {
    title: 'Physical therapy',
    type: 'professional',
    requestedBy: 'physician',
    facility: 'clinic',
    diagnosis: 'backPain',
    service: 'AE',
    code: 'S9131',
    text: 'Physical therapy, sessions',
    units: 20,
    granted: 12,
    used: 2,
    submitted: 196_000,
    decision: 'modified',
    note: 'Twelve of the twenty sessions are approved; ask again when they are used up.',
  },
  powerWheelchair: {
    title: 'Power wheelchair',
    type: 'professional',
    requestedBy: 'physician',
    facility: 'clinic',
    diagnosis: 'arthritis',
    service: '12',
    code: 'K0823',
    text: 'Power wheelchair',
    units: 1,
    granted: 0,
    used: 0,
    submitted: 540_000,
    decision: 'denied',
    note: 'Denied: the records do not show that walking aids were tried first. You may appeal within 180 days.',
  },
  spinalInjection: {
    title: 'Injection for back pain',
    type: 'professional',
    requestedBy: 'surgeon',
    facility: 'hospital',
    diagnosis: 'backPain',
    service: '2',
    code: 'G0260',
    text: 'Injection with image guidance',
    units: 1,
    granted: 0,
    used: 0,
    submitted: 87_000,
    decision: 'pending',
    note: 'The plan is waiting for the office notes; a decision follows within seven days.',
  },
} satisfies Record<string, AuthorizationTemplate>

export type AuthorizationName = keyof typeof table
export const authorizationTemplates: Record<AuthorizationName, AuthorizationTemplate> = table
