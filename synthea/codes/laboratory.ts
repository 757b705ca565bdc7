// Laboratory tests: LOINC, UCUM, the usual range, and the values that make each condition visible.
import type { DiagnosisName } from './diagnoses.ts'

export interface LabTest {
  loinc: string
  text: string
  unit: string
  low: number
  high: number
  /** Digits after the point. */
  digits: number
  /** Someone with this condition tends to have values in this span instead. */
  shifted?: { by: DiagnosisName; low: number; high: number }
}

export interface LabPanel {
  loinc: string
  text: string
  tests: readonly LabTest[]
}

const test = (
  loinc: string,
  text: string,
  unit: string,
  low: number,
  high: number,
  digits: number,
  shifted?: LabTest['shifted'],
): LabTest => ({ loinc, text, unit, low, high, digits, ...(shifted ? { shifted } : {}) })

const table = {
  metabolic: {
    loinc: '24323-8',
    text: 'Comprehensive metabolic panel',
    tests: [
      test('2345-7', 'Glucose', 'mg/dL', 70, 99, 0, { by: 'diabetes', low: 118, high: 187 }),
      test('2160-0', 'Creatinine', 'mg/dL', 0.6, 1.2, 2),
      test('2823-3', 'Potassium', 'mmol/L', 3.5, 5.1, 1),
      test('2951-2', 'Sodium', 'mmol/L', 136, 145, 0),
      test('2075-0', 'Chloride', 'mmol/L', 98, 107, 0),
      test('17861-6', 'Calcium', 'mg/dL', 8.5, 10.2, 1),
    ],
  },
  bloodCount: {
    loinc: '58410-2',
    text: 'Complete blood count',
    tests: [
      test('6690-2', 'Leukocytes', '10*3/uL', 4.5, 11, 1),
      test('718-7', 'Hemoglobin', 'g/dL', 12.5, 16.5, 1),
      test('4544-3', 'Hematocrit', '%', 37, 49, 1),
      test('777-3', 'Platelets', '10*3/uL', 150, 400, 0),
    ],
  },
  lipids: {
    loinc: '57698-3',
    text: 'Lipid panel',
    tests: [
      test('2093-3', 'Total cholesterol', 'mg/dL', 130, 199, 0, {
        by: 'lipids',
        low: 188,
        high: 246,
      }),
      test('2085-9', 'HDL cholesterol', 'mg/dL', 40, 70, 0),
      test('13457-7', 'LDL cholesterol', 'mg/dL', 60, 99, 0, { by: 'lipids', low: 92, high: 151 }),
      test('2571-8', 'Triglycerides', 'mg/dL', 60, 149, 0),
    ],
  },
  a1c: {
    loinc: '4548-4',
    text: 'Hemoglobin A1c',
    tests: [
      test('4548-4', 'Hemoglobin A1c', '%', 4.2, 5.6, 1, { by: 'diabetes', low: 6.6, high: 8.1 }),
    ],
  },
} satisfies Record<string, LabPanel>

export type PanelName = keyof typeof table
export const panels: Record<PanelName, LabPanel> = table
