// Until when somebody may act for a patient (a RelatedPerson's word), and when a parent's say ends: pure, no I/O.

/** What counts of a RelatedPerson, and of the patient it is about. */
export interface Delegation {
  period?: { start?: string; end?: string }
  /** Codes of `RelatedPerson.relationship`, HL7 v3 RoleCode. */
  relationship: readonly string[]
  /** The patient's; without it a parent's say does not end by itself. */
  birthDate?: string
}

/** Parents and guardians of a minor; everybody else was chosen by a grown-up, and stays until the period's end. */
const forMinors: ReadonlySet<string> = new Set([
  ...['PRN', 'MTH', 'FTH', 'NMTH', 'NFTH', 'GESTM', 'NPRN', 'PRNFOST', 'MTHFOST', 'FTHFOST'],
  ...['STPPRN', 'STPMTH', 'STPFTH', 'ADOPTP', 'ADOPTM', 'ADOPTF', 'GPARNT', 'GRPRN', 'GUARD'],
])

/** Age at which a parent's access ends where nothing else is configured. */
export const usualAgeOfMajority = 18

/** Whether a delegation holds at this moment. */
export const holds = (delegation: Delegation, now: Date, ageOfMajority: number): boolean => {
  const { period, relationship, birthDate } = delegation
  if (period?.start !== undefined && !(compare(period.start, now) <= 0)) return false
  if (period?.end !== undefined && !(compare(period.end, now) >= 0)) return false
  if (birthDate === undefined || !relationship.some(code => forMinors.has(code))) return true
  const ofAge = birthdayAt(birthDate, ageOfMajority)
  if (ofAge === undefined) return false // a birth date that cannot be read does not keep a door open
  if (now.toISOString().slice(0, 10) < ofAge) return true
  // Given anew to a grown-up (a court, or they themselves): then its own period counts.
  return period?.start !== undefined && period.start.slice(0, 10) >= ofAge
}

// FHIR dates may be partial: compared at the precision that was written, so an end on today's date still counts.
// A time that cannot be read compares as NaN, which is neither: the delegation does not count.
const compare = (written: string, now: Date): number => {
  if (written.length > 10) return new Date(written).getTime() - now.getTime()
  const today = now.toISOString().slice(0, written.length)
  return written < today ? -1 : written > today ? 1 : 0
}

/** The first day of this age. Of a partial birth date the earliest day it can mean: access ends rather too soon. */
const birthdayAt = (birthDate: string, age: number): string | undefined => {
  const [, year, month = '01', day = '01'] =
    /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(birthDate) ?? []
  return year === undefined
    ? undefined
    : `${String(Number(year) + age).padStart(4, '0')}-${month}-${day}`
}
