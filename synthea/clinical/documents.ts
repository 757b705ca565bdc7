// Notes: what the professional wrote at each recent visit, as documents and as a report with text.
import { concept } from '../codes/concept.ts'
import { diagnosisText } from '../codes/diagnoses.ts'
import { systems } from '../codes/systems.ts'
import { at } from '../dates.ts'
import { usCore } from '../profiles.ts'
import type { Json } from '../record.ts'
import type { Chart, Visit } from './chart.ts'

const noteTypes: Record<Visit['kind'], readonly [loinc: string, text: string]> = {
  checkup: ['34117-2', 'History and physical note'],
  followUp: ['11506-3', 'Progress note'],
  emergency: ['11488-4', 'Consultation note'],
  stay: ['18842-5', 'Discharge summary'],
}

/** Adds a document for each of the latest visits, and a cardiology report for the last one. */
export const addDocuments = (chart: Chart): void => {
  const visits = chart.visits.slice(-6)
  for (const visit of visits) addNote(chart, visit)
  const last = visits.at(-1)
  if (last) addReport(chart, last)
}

const addNote = (chart: Chart, visit: Visit): void => {
  const { record, patient, providers } = chart
  const [loinc, text] = noteTypes[visit.kind]
  const random = record.random.fork(`note ${visit.day} ${visit.kind}`)
  record.add('DocumentReference', usCore('documentreference'), {
    identifier: [{ system: systems.documentId, value: `D${random.int(10_000_000, 99_999_999)}` }],
    status: 'current',
    type: concept(systems.loinc, loinc, text),
    category: [concept(systems.documentCategory, 'clinical-note')],
    subject: patient,
    date: at(visit.end, '17:00:00'),
    author: [providers.practitioner(visit.template.by)],
    custodian: providers.organization(visit.template.billedBy),
    content: [
      {
        attachment: plainText(text, visit.day, [
          `${text}. ${visit.template.title}.`,
          `Seen for: ${visit.template.diagnoses.map(diagnosisText).join(', ')}.`,
          'Plan: continue as discussed; return if symptoms get worse.',
        ]),
        format: { system: systems.documentFormat, code: 'urn:ihe:iti:xds:2017:mimeTypeSufficient' },
      },
    ],
    context: {
      encounter: [visit.encounter],
      period: { start: at(visit.day, '09:00:00'), end: at(visit.end, '09:40:00') },
    },
  })
}

const addReport = ({ record, patient, providers }: Chart, visit: Visit): void => {
  record.add('DiagnosticReport', usCore('diagnosticreport-note'), {
    status: 'final',
    category: [concept(systems.loinc, 'LP29708-2', 'Cardiology')],
    code: concept(systems.loinc, '45033-8', 'Electrocardiogram'),
    subject: patient,
    encounter: visit.encounter,
    effectiveDateTime: at(visit.day, '09:25:00'),
    issued: at(visit.day, '12:00:00'),
    performer: [providers.practitioner(visit.template.by)],
    presentedForm: [
      plainText('Electrocardiogram', visit.day, ['Regular rhythm. No sign of a new problem.']),
    ],
  })
}

const plainText = (title: string, creation: string, lines: readonly string[]): Json => ({
  contentType: 'text/plain; charset=utf-8',
  data: Buffer.from(`${lines.join('\n')}\n`).toString('base64'),
  title,
  creation,
})
