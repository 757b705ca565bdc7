// Diagnoses: ICD-10-CM as claims write it, SNOMED CT where the clinical record has one. Texts are our own words.
import { type Concept, concept, sameIn } from './concept.ts'
import { systems } from './systems.ts'

interface Diagnosis {
  icd10: string
  snomed?: string
  text: string
}

const table = {
  diabetes: { icd10: 'E11.9', snomed: '44054006', text: 'Type 2 diabetes without complications' },
  hypertension: { icd10: 'I10', snomed: '38341003', text: 'High blood pressure' },
  lipids: { icd10: 'E78.5', snomed: '55822004', text: 'High blood lipids' },
  asthma: { icd10: 'J45.909', snomed: '195967001', text: 'Asthma, uncomplicated' },
  arthritis: { icd10: 'M19.90', text: 'Osteoarthritis' },
  heart: { icd10: 'I25.118', text: 'Coronary artery disease with angina' },
  checkup: { icd10: 'Z00.00', text: 'Routine adult examination' },
  childCheckup: { icd10: 'Z00.129', text: 'Routine child examination' },
  vaccination: { icd10: 'Z23', text: 'Need for immunization' },
  headache: { icd10: 'R51.9', snomed: '25064002', text: 'Headache' },
  chestPain: { icd10: 'R07.9', text: 'Chest pain' },
  pneumonia: { icd10: 'J18.9', text: 'Pneumonia' },
  concussion: { icd10: 'S06.0X1A', text: 'Concussion, brief loss of consciousness' },
  fall: { icd10: 'W01.0XXA', text: 'Fall on same level from slipping or tripping' },
  earInfection: { icd10: 'H66.90', text: 'Ear infection' },
  myopia: { icd10: 'H52.13', text: 'Nearsightedness, both eyes' },
  dentalCheckup: { icd10: 'Z01.21', text: 'Dental examination with findings' },
  caries: { icd10: 'K02.9', text: 'Tooth decay' },
  pregnancy: { icd10: 'Z34.90', snomed: '77386006', text: 'Pregnancy without complications' },
  delivery: { icd10: 'O80', text: 'Full-term delivery without complications' },
  liveBirth: { icd10: 'Z37.0', text: 'Single live birth' },
  postpartum: { icd10: 'Z39.2', text: 'Follow-up after birth' },
  newborn: { icd10: 'Z38.00', text: 'Single liveborn infant, delivered vaginally' },
  heartAttack: { icd10: 'I21.4', text: 'Heart attack (NSTEMI)' },
  backPain: { icd10: 'M54.50', text: 'Low back pain' },
  reflux: { icd10: 'K21.9', text: 'Acid reflux' },
  anemia: { icd10: 'D50.9', snomed: '87522002', text: 'Iron deficiency anemia' },
  depression: { icd10: 'F32.1', text: 'Depression, moderate' },
  alcohol: { icd10: 'F10.20', text: 'Alcohol dependence' },
} satisfies Record<string, Diagnosis>

export type DiagnosisName = keyof typeof table
const diagnoses: Record<DiagnosisName, Diagnosis> = table

/** As a claim carries it. */
export const claimDiagnosis = (name: DiagnosisName): Concept =>
  concept(systems.icd10, diagnoses[name].icd10, diagnoses[name].text)

/** As the clinical record carries it: SNOMED CT first where we know the code. */
export const clinicalDiagnosis = (name: DiagnosisName): Concept => {
  const { snomed, text } = diagnoses[name]
  return snomed
    ? sameIn(concept(systems.snomed, snomed, text), claimDiagnosis(name))
    : claimDiagnosis(name)
}

export const diagnosisText = (name: DiagnosisName): string => diagnoses[name].text
