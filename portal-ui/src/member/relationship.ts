// How the signed-in member stands to a patient, in words: codes say what the member is to the patient.

/** HL7 v3 RoleCode, as RelatedPerson.relationship carries it; `self` is the member's own record. */
const words: Record<string, string> = {
  self: 'your own record',
  FTH: 'your child',
  MTH: 'your child',
  PRN: 'your child',
  NPRN: 'your child',
  STPPRN: 'your stepchild',
  CHILD: 'your parent',
  CHLDADOPT: 'your parent',
  DAU: 'your parent',
  SON: 'your parent',
  DAUC: 'your parent',
  SONC: 'your parent',
  SPS: 'your spouse',
  HUSB: 'your spouse',
  WIFE: 'your spouse',
  DOMPART: 'your partner',
  GRPRN: 'your grandchild',
  GUARD: 'in your care',
  HPOWATT: 'in your care',
  DPOWATT: 'in your care',
  POWATT: 'in your care',
}

/** `FTH` → `your child`; what is words already stays as it is. */
export const relationshipWords = (relationship: string): string =>
  words[relationship] ?? relationship
