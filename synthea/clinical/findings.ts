// What was found beyond the laboratory: examination, heart and images, each with the report that tells it.
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { at, yearsBetween } from '../dates.ts'
import { usCore } from '../profiles.ts'
import type { Link } from '../record.ts'
import type { Chart, Visit } from './chart.ts'
import { hl7Category, loinc, observe, quantity } from './observe.ts'
import { addReport } from './reports.ts'

/** Adds the findings of the latest visit: a heart tracing and a chest image. */
export const addFindings = (chart: Chart): void => {
  const visit = chart.visits.at(-1)
  if (!visit) return
  const clinical = usCore('observation-clinical-result')
  const refill = observe(chart, visit, clinical, {
    category: [hl7Category('exam', 'Exam')],
    code: loinc('44963-7', 'Capillary refill'),
    valueQuantity: quantity(2, 's', 'seconds'),
  })
  const veins = observe(chart, visit, clinical, {
    category: [hl7Category('exam', 'Exam')],
    code: loinc('69428-1', 'Distended neck veins'),
    valueCodeableConcept: concept(systems.loinc, 'LA9634-2', 'Absent'),
  })
  const rhythm = observe(chart, visit, clinical, {
    category: [hl7Category('procedure', 'Procedure')],
    code: loinc('8601-7', 'EKG impression'),
    valueString: 'Regular rhythm, no sign of a new problem',
  })
  addReport(chart, visit, {
    category: concept(systems.loinc, 'LP29708-2', 'Cardiology'),
    code: loinc('45033-8', 'Electrocardiogram'),
    title: 'Electrocardiogram',
    lines: ['Regular rhythm. No sign of a new problem.'],
    results: [rhythm, refill, veins],
  })
  if (yearsBetween(chart.person.birthDate, visit.day) >= 18) addChestImage(chart, visit)
}

const addChestImage = (chart: Chart, visit: Visit): void => {
  const text = observe(chart, visit, usCore('observation-clinical-result'), {
    category: [hl7Category('imaging', 'Imaging')],
    code: loinc('18782-3', 'What the image shows'),
    valueString: 'Heart of normal size, lungs clear',
  })
  addReport(chart, visit, {
    category: concept(systems.loinc, 'LP29684-5', 'Radiology'),
    code: loinc('30746-2', 'Portable chest X-ray'),
    title: 'Portable chest X-ray',
    lines: ['Heart of normal size. Lungs clear. No fracture.'],
    results: [text],
    media: addPicture(chart, visit),
  })
}

// A picture as small as a picture can be (one grey point), so that apps have something to show.
const onePixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=='

const addPicture = ({ record, patient }: Chart, visit: Visit): Link =>
  record.add('Media', [], {
    status: 'completed',
    subject: patient,
    encounter: visit.encounter,
    createdDateTime: at(visit.day, '10:00:00'),
    content: { contentType: 'image/png', data: onePixel, title: 'Chest, one view' },
  })
