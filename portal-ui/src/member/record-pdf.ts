// The record as a PDF for people: coverage, claims with their amounts, and what else is on record, section by section.
import { PDFDocument } from 'pdf-lib'
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { planName } from '../box.ts'
import { claimAmounts, money } from '../fhir/amounts.ts'
import { deniedParts } from '../fhir/claim-reasons.ts'
import { dateOf, text } from '../fhir/elements.ts'
import { languageOfRecord } from '../fhir/recorded-language.ts'
import { summaryOf } from '../fhir/summary.ts'
import { typeWords } from '../fhir/type-words.ts'
import { language, say } from '../language/language.ts'
import { newestFirst } from '../record/use-record.ts'
import { dateWords } from '../ui/when.ts'
import { newSheet, type Words } from './pdf-sheet.ts'

/** A summary holds so many of each type; the bundle holds all. */
const mostOfType = 200

/** The bytes of the PDF. */
export const recordPdf = async (
  name: string,
  resources: readonly Resource[],
  now: Date,
): Promise<Uint8Array<ArrayBuffer>> => {
  const { pdf: words } = say()
  const file = await PDFDocument.create()
  file.setTitle(`${words.title}: ${name}`)
  file.setLanguage(language())
  file.setCreator(planName())
  const sheet = await newSheet(file)
  const patient = resources.find(({ resourceType }) => resourceType === 'Patient')
  sheet.title(words.title)
  sheet.line(name, { strong: true })
  if (patient) sheet.line(words.born(dateWords(text(patient, 'birthDate'))))
  sheet.line(`${planName()} · ${words.made(dateWords(now.toISOString()))}`)
  sheet.line(words.note, { quiet: true })
  sheet.line(words.recorded, { quiet: true })
  const byType = Map.groupBy(
    resources.filter(({ resourceType }) => resourceType !== 'Patient'),
    ({ resourceType }) => resourceType,
  )
  for (const [type, found] of byType) {
    sheet.heading(typeWords(type))
    const shown = found.toSorted(newestFirst(dateOf)).slice(0, mostOfType)
    for (const resource of shown) {
      const { title, titleLang, line, lineLang, date } = summaryOf(resource)
      sheet.row(date, { text: title, lang: titleLang }, [
        ...(line ? [{ text: line, lang: lineLang }] : []),
        ...amountsOf(resource),
      ])
    }
    if (found.length > shown.length)
      sheet.line(words.more(found.length - shown.length), { quiet: true })
  }
  sheet.numberPages(words.page)
  const bytes = await file.save()
  return new Uint8Array(bytes)
}

const amountsOf = (resource: Resource): Words[] => {
  if (resource.resourceType !== 'ExplanationOfBenefit') return []
  const { claims } = say()
  const { billed, planPaid, youOwe, currency } = claimAmounts(resource)
  const reasons = deniedParts(resource).flatMap(({ reasons: why }) => why)
  return [
    {
      text: [
        `${claims.billed} ${money(billed, currency)}`,
        `${claims.planPaid} ${money(planPaid, currency)}`,
        `${claims.youOwe} ${money(youOwe, currency)}`,
      ].join(' · '),
    },
    ...(reasons.length > 0
      ? [{ text: `${claims.why}:` }, { text: reasons.join(' '), lang: languageOfRecord(resource) }]
      : []),
  ]
}
