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
