// Identifiers with the types that C4BB slices by: member number, medical record, NPI, tax id, payer id, NAIC.
import { systems } from '../codes/systems.ts'
import type { Json } from '../record.ts'

const identifier = (typeSystem: string, type: string, system: string, value: string): Json => ({
  type: { coding: [{ system: typeSystem, code: type }] },
  system,
  value,
})

export const memberIdentifier = (value: string): Json =>
  identifier(systems.identifierType, 'MB', systems.memberId, value)

export const uniqueMemberIdentifier = (value: string): Json =>
  identifier(systems.identifierTypeC4bb, 'um', systems.uniqueMemberId, value)

export const recordIdentifier = (value: string): Json =>
  identifier(systems.identifierType, 'MR', systems.medicalRecord, value)

export const npiIdentifier = (value: string): Json =>
  identifier(systems.identifierType, 'NPI', systems.npi, value)

/** Claims side only; the public directory carries none. */
export const taxIdentifier = (number: number): Json =>
  identifier(systems.identifierType, 'TAX', systems.taxId, `00-${String(number).padStart(7, '0')}`)

export const payerIdentifier = (value: string): Json =>
  identifier(systems.identifierTypeC4bb, 'payerid', systems.payerId, value)

/** NAIC company codes have exactly five digits. */
export const naicIdentifier = (value: string): Json =>
  identifier(systems.identifierTypeC4bb, 'naiccode', systems.naic, value)

export const claimIdentifier = (value: string): Json =>
  identifier(systems.identifierTypeC4bb, 'uc', systems.claimId, value)
