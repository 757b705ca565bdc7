// Notes: what the professional wrote at each recent visit.
import { concept } from '../codes/concept.ts'
import { diagnosisText } from '../codes/diagnoses.ts'
import { systems } from '../codes/systems.ts'
import type { Chart, Visit } from './chart.ts'
import { addDocument, plainText } from './reports.ts'

type NoteType = readonly [loinc: string, text: string]

const noteTypes: Record<Visit['kind'], NoteType> = {
  checkup: ['34117-2', 'History and physical note'],
  followUp: ['11506-3', 'Progress note'],
  emergency: ['11488-4', 'Consultation note'],
  stay: ['18842-5', 'Discharge summary'],
}

/** The note types that the kits ask for besides, written at the last visit of one who shows everything. */
const rareNotes: readonly NoteType[] = [
  ['28570-0', 'Procedure note'],
  ['11488-4', 'Consultation note'],
  ['34117-2', 'History and physical note'],
  ['11506-3', 'Progress note'],
  ['18842-5', 'Discharge summary'],
  ['11502-2', 'Laboratory report'],
  ['11526-1', 'Pathology study'],
]

/** Adds a document for each of the latest visits. */
export const addDocuments = (chart: Chart): void => {
  for (const visit of chart.visits.slice(-5)) addNote(chart, visit, noteTypes[visit.kind])
  const last = chart.visits.at(-1)
  if (last && chart.facts.complete) for (const type of rareNotes) addNote(chart, last, type)
}

const addNote = (chart: Chart, visit: Visit, [loinc, text]: NoteType): void => {
  const random = chart.record.random.fork(`note ${visit.day} ${loinc}`)
  addDocument(chart, visit, {
    type: concept(systems.loinc, loinc, text),
    number: random.int(10_000_000, 99_999_999),
    attachment: plainText(text, visit.day, [
      `${text}. ${visit.template.title}.`,
      `Seen for: ${visit.template.diagnoses.map(diagnosisText).join(', ')}.`,
      'Plan: continue as discussed; return if symptoms get worse.',
    ]),
  })
}
