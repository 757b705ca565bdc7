// Who a patient is to the person acting for them, in a word: the code says what that person is to the patient.
import { say, wordFor } from '../language/language.ts'

/** HL7 v3 RoleCode, as RelatedPerson.relationship carries it; `self` is one's own record. */
const words: Record<string, string> = {
  self: 'own record',
  FTH: 'child',
  MTH: 'child',
  PRN: 'child',
  NPRN: 'child',
  STPPRN: 'stepchild',
  CHILD: 'parent',
  CHLDADOPT: 'parent',
  DAU: 'parent',
  SON: 'parent',
  DAUC: 'parent',
  SONC: 'parent',
  SPS: 'spouse',
  HUSB: 'spouse',
  WIFE: 'spouse',
  DOMPART: 'partner',
  GRPRN: 'grandchild',
  GUARD: 'in care',
  HPOWATT: 'in care',
  DPOWATT: 'in care',
  POWATT: 'in care',
}

/** `FTH` → `child`; what is words already stays as it is. */
export const relationshipWords = (relationship: string): string => {
  const word = words[relationship] ?? relationship
  return wordFor(say().relationships, word) ?? word
}
