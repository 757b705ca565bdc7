// The shape of a claim template: what happened, who bills it, how it is shared; prices in cents.
import type { DiagnosisName } from '../codes/diagnoses.ts'
import type { OrganizationName, PractitionerName } from '../people/provider-table.ts'
import type { SensitiveKind } from '../sensitive.ts'
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
  /** A relative paid and is paid back. */
  payRelative?: boolean
  /** Denied at first; the appeal was won (a second decision replaces the first) or lost. */
  appealed?: 'won' | 'lost'
  /** Withheld unless the member allows it separately. */
  sensitive?: SensitiveKind
  /** The visit that a clinical record shows, if any. */
  visit?: 'checkup' | 'followUp' | 'emergency' | 'stay'
}

export interface ProfessionalTemplate extends Shared {
  kind: 'professional' | 'vision'
  place: string
  referredBy?: PractitionerName
  /** A ride: from where to where, how far, and why (C4BB's seven transport rows). */
  transport?: { from: string; to: string; miles: number }
}

export interface OralTemplate extends Shared {
  kind: 'oral'
  place: string
  /** What the dentist reports about the mouth as a whole. */
  mouth?: { missingTooth: string; orthodonticMonths: number; prosthesis: boolean }
}

export interface InstitutionalTemplate extends Shared {
  kind: 'inpatient' | 'outpatient'
  typeOfBill: string
  amountsOn: 'items' | 'header'
  nights?: number
  drg?: string
  admissionType?: string
  /** Born in this hospital: the newborn's own point of origin. */
  bornHere?: boolean
  procedure?: { code: string; text: string }
  reasonForVisit?: DiagnosisName
  externalCause?: DiagnosisName
}

export type ClaimTemplate = ProfessionalTemplate | OralTemplate | InstitutionalTemplate
