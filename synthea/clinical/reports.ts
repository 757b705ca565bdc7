// A report with its text, and the same text as a document: apps look for notes in both places.
import type { Concept } from '../codes/concept.ts'
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { at } from '../dates.ts'
import { usCore } from '../profiles.ts'
import type { Json, Link } from '../record.ts'
import type { Chart, Visit } from './chart.ts'

interface Report {
  category: Concept
  code: Concept
  title: string
  lines: readonly string[]
  results: readonly Link[]
  media?: Link
}

/** Adds the report, and the document that holds its text again under the same address. */
export const addReport = (chart: Chart, visit: Visit, report: Report): void => {
  const { record, patient, providers } = chart
  const number = record.random.fork(`report ${report.title} ${visit.day}`).int(100_000, 999_999)
  const attachment: Json = {
    ...plainText(report.title, visit.day, report.lines),
    // Where the text is kept besides; it is here in full, so that nobody has to go there.
    url: `https://documents.example-clinic.example/reports/${number}`,
  }
  record.add('DiagnosticReport', usCore('diagnosticreport-note'), {
    status: 'final',
    category: [report.category],
    code: report.code,
    subject: patient,
    encounter: visit.encounter,
    effectiveDateTime: at(visit.day, '09:25:00'),
    issued: at(visit.day, '12:00:00'),
    performer: [
      providers.practitioner(visit.template.by),
      providers.organization(visit.template.billedBy),
    ],
    result: report.results,
    media: report.media && [{ comment: report.title, link: report.media }],
    presentedForm: [attachment],
  })
  addDocument(chart, visit, { ...report, type: imagingNote, attachment, number })
}

const imagingNote = concept(systems.loinc, '18748-4', 'Diagnostic imaging study')

interface Document {
  type: Concept
  attachment: Json
  number: number
}

/** Adds a document of a visit. */
export const addDocument = (
  { record, patient, providers }: Chart,
  visit: Visit,
  { type, attachment, number }: Document,
): void => {
  record.add('DocumentReference', usCore('documentreference'), {
    identifier: [{ system: systems.documentId, value: `D${number}` }],
    status: 'current',
    type,
    category: [concept(systems.documentCategory, 'clinical-note')],
    subject: patient,
    date: at(visit.end, '17:00:00'),
    author: [providers.practitioner(visit.template.by)],
    custodian: providers.organization(visit.template.billedBy),
    content: [
      {
        attachment,
        format: { system: systems.documentFormat, code: 'urn:ihe:iti:xds:2017:mimeTypeSufficient' },
      },
    ],
    context: {
      encounter: [visit.encounter],
      period: { start: at(visit.day, '09:00:00'), end: at(visit.end, '09:40:00') },
    },
  })
}

/** A text as FHIR attaches it. */
export const plainText = (title: string, creation: string, lines: readonly string[]): Json => ({
  contentType: 'text/plain; charset=utf-8',
  data: Buffer.from(`${lines.join('\n')}\n`).toString('base64'),
  title,
  creation,
})
