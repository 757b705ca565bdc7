// The diagnosis of a Synthea claim in ICD-10-CM, which C4BB demands: Synthea writes SNOMED CT only.
// Rule: the claim's own diagnosis, else the reason of its visit, else what the kind of visit says; by this table or not at all.

/** SNOMED CT of a finding → ICD-10-CM, where one code says the same or the unspecified form of it. */
const byFinding: Record<string, string> = {
  '10509002': 'J20.9',
  '15777000': 'R73.03',
  '19169002': 'O03.9',
  '36971009': 'J32.9',
  '38341003': 'I10',
  '40055000': 'J32.9',
  '43878008': 'J02.0',
  '44054006': 'E11.9',
  '44465007': 'S93.409A',
  '49436004': 'I48.91',
  '55822004': 'E78.5',
  '59621000': 'I10',
  '62106007': 'S06.0X0A',
  '65363002': 'H66.90',
  '68496003': 'K63.5',
  '72892002': 'Z34.90',
  '74400008': 'K37',
  '84757009': 'G40.909',
  '88805009': 'I50.9',
  '109838007': 'C18.8',
  '128613002': 'G40.909',
  '162864005': 'E66.9',
  '195662009': 'J02.8',
  '195967001': 'J45.909',
  '201834006': 'M19.049',
  '230690007': 'I63.9',
  '232353008': 'J30.89',
  '233678006': 'J45.909',
  '241929008': 'T78.40XA',
  '271737000': 'D64.9',
  '359817006': 'S72.009A',
  '370247008': 'S01.81XA',
  '398254007': 'O14.90',
  '444448004': 'S83.419A',
  '444814009': 'J01.90',
  '446096008': 'J30.89',
  '713197008': 'K62.1',
}

/** SNOMED CT of a kind of visit → ICD-10-CM, for those that name their purpose; a check-up's depends on age. */
const byVisit: Record<string, string> = {
  '169762003': 'Z39.2',
  '394701000': 'J45.909',
  '424619006': 'Z34.90',
}

const checkups = new Set(['162673000', '185349003', '410620009'])

/** What of a claim and its visit the rule looks at; codes are SNOMED CT. */
export interface Reasons {
  findings: readonly string[]
  visitReasons: readonly string[]
  visitTypes: readonly string[]
  /** Under 18 on the day. */
  child: boolean
}

/** ICD-10-CM codes, the main one first; empty when the table knows none. */
export const icd10Of = ({ findings, visitReasons, visitTypes, child }: Reasons): string[] => {
  const mapped = (codes: readonly string[], table: Record<string, string>) => [
    ...new Set(codes.flatMap(code => table[code] ?? [])),
  ]
  // Of several diagnoses all must be known: leaving one out would change what was claimed.
  if (findings.length > 0) {
    return findings.every(code => byFinding[code]) ? mapped(findings, byFinding) : []
  }
  const reasons = mapped(visitReasons, byFinding)
  if (reasons.length > 0) return reasons
  if (visitTypes.some(code => checkups.has(code))) return [child ? 'Z00.129' : 'Z00.00']
  return mapped(visitTypes, byVisit)
}
