// What few records hold and conformance kits look for all the same: a reading that failed, wishes for care, coded and
// worded laboratory results, a medicine the member reports, data that is known to be missing.
import { usCoreProfile } from '../../vocabulary/profiles.ts'
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { addDays, at } from '../dates.ts'
import { usCore } from '../profiles.ts'
import type { Json, Link } from '../record.ts'
import type { Chart, Visit } from './chart.ts'
import { firstOrder } from './medications.ts'
import { hl7Category, loinc, observe, quantity, usCoreCategory } from './observe.ts'
import { addReport } from './reports.ts'
import { addVital } from './vitals.ts'

/** Adds them to the latest visit. */
export const addRarities = (chart: Chart): void => {
  const visit = chart.visits.at(-1)
  if (!visit) return
  addFailedReading(chart, visit)
  addAverage(chart, visit)
  addWishes(chart, visit)
  addHousing(chart, visit)
  addWordedResults(chart, visit)
  addReportedMedicine(chart, visit)
}

const absent = (code: string) => concept(systems.absent, code)

const addFailedReading = (chart: Chart, visit: Visit): void => {
  const component = (code: string, text: string): Json => ({
    code: loinc(code, text),
    dataAbsentReason: absent('error'),
  })
  addVital(chart, visit, 'blood-pressure', {
    code: loinc('85354-9', 'Blood pressure'),
    component: [component('8480-6', 'Systolic'), component('8462-4', 'Diastolic')],
  })
}

// Release 7 of US Core has a profile of its own for it; that of vital signs, as written, refuses a period.
const addAverage = (chart: Chart, visit: Visit): void => {
  addVital(chart, visit, 'simple-observation', {
    effectiveDateTime: undefined,
    effectivePeriod: { start: at(addDays(visit.day, -3)), end: at(visit.day) },
    code: loinc('96607-7', 'Average blood pressure'),
    component: [
      { code: loinc('96608-5', 'Systolic, average'), valueQuantity: quantity(121, 'mm[Hg]') },
      { code: loinc('96609-3', 'Diastolic, average'), valueQuantity: quantity(78, 'mm[Hg]') },
      { code: loinc('8478-0', 'Mean'), dataAbsentReason: absent('not-performed') },
    ],
  })
}

// Profiles of release 7; under 6.1 they are simple observations.
const addWishes = (chart: Chart, visit: Visit): void => {
  const wish = (category: string, code: string, text: string, value: Json) =>
    observe(chart, visit, usCore('simple-observation'), {
      category: [usCoreCategory(category)],
      code: loinc(code, text),
      ...value,
    })
  const [care, treatment] = ['care-experience-preference', 'treatment-intervention-preference']
  wish(care, '95541-9', 'Wishes for how care feels', { valueString: 'A window and quiet music.' })
  wish(care, '95541-9', 'Wishes for how care feels', {
    valueCodeableConcept: { text: 'Family may stay overnight' },
  })
  wish(treatment, '75773-2', 'Wishes for treatment', {
    valueString: 'Relief of pain before length of life.',
  })
  wish(treatment, '75773-2', 'Wishes for treatment', {
    valueCodeableConcept: { text: 'Full treatment' },
  })
}

const addHousing = (chart: Chart, visit: Visit): void => {
  observe(chart, visit, usCore('simple-observation'), {
    category: [usCoreCategory('sdoh')],
    code: loinc('71802-3', 'Housing'),
    valueCodeableConcept: concept(systems.loinc, 'LA31993-1', 'Has housing'),
  })
  observe(chart, visit, usCore('simple-observation'), {
    category: [hl7Category('social-history', 'Social History')],
    code: concept(systems.snomed, '401201003', 'Cigarette pack-years'),
    valueQuantity: quantity(4, '{pack-years}', 'pack-years'),
  })
  observe(chart, visit, usCore('simple-observation'), {
    category: [hl7Category('activity', 'Activity')],
    code: loinc('68516-4', 'Minutes of exercise on a day with exercise'),
    valueQuantity: quantity(35, 'min', 'minutes'),
  })
}

const addWordedResults = (chart: Chart, visit: Visit): void => {
  const { record, patient } = chart
  const specimen = record.add('Specimen', usCore('specimen'), {
    status: 'available',
    type: concept(systems.snomed, '119364003', 'Serum specimen'),
    subject: patient,
  })
  const result = (code: string, text: string, value: Json): Link =>
    observe(chart, visit, usCore('observation-lab'), {
      category: [hl7Category('laboratory', 'Laboratory')],
      code: loinc(code, text),
      specimen,
      ...value,
    })
  const results = [
    result('95209-3', 'SARS-CoV antigen', {
      valueCodeableConcept: concept(systems.snomed, '260373001', 'Detected'),
    }),
    result('5778-6', 'Color of urine', { valueString: 'Yellow' }),
    result('2345-7', 'Glucose', { dataAbsentReason: absent('unknown') }),
  ]
  observe(chart, visit, usCore('observation-clinical-result'), {
    category: [hl7Category('exam', 'Exam')],
    code: loinc('44963-7', 'Capillary refill'),
    dataAbsentReason: absent('not-performed'),
  })
  addReport(chart, visit, {
    category: concept(systems.loinc, 'LP7839-6', 'Pathology'),
    code: loinc('60567-5', 'Comprehensive pathology report'),
    title: 'Pathology report',
    lines: ['No malignant cells.'],
    results,
  })
}

const missing: Json = {
  extension: [
    {
      url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason',
      valueCode: 'unknown',
    },
  ],
}

// Told when the first prescription was written: who looks for one by visit or day finds the other beside it.
const addReportedMedicine = (chart: Chart, latest: Visit): void => {
  const { record, patient, providers } = chart
  const { day, visit } = firstOrder(chart) ?? { day: latest.day, visit: latest.encounter }
  const code = concept(systems.rxnorm, '1187314', 'Pain reliever with a sleep aid')
  record.add('MedicationRequest', usCore('medicationrequest'), {
    extension: [
      {
        url: usCoreProfile('us-core-medication-adherence'),
        extension: [
          {
            url: 'medicationAdherence',
            valueCodeableConcept: concept(systems.snomed, '275928001', 'Takes it now and then'),
          },
          { url: 'dateAsserted', valueDateTime: at(day) },
          {
            url: 'informationSource',
            valueCodeableConcept: concept(systems.roleCode, 'SPS', 'Spouse'),
          },
        ],
      },
    ],
    status: 'active',
    intent: 'plan',
    category: [concept(systems.requestCategory, 'community', 'Community')],
    reportedReference: providers.practitioner('physician'),
    medicationCodeableConcept: code,
    subject: patient,
    encounter: visit,
    authoredOn: day,
    requester: { ...missing, display: 'Bought without a prescription' },
    reasonCode: [concept(systems.snomed, '25064002', 'Headache')],
    dosageInstruction: [{ text: 'One or two tablets at night, when needed' }],
  })
  record.add('MedicationStatement', [], {
    status: 'active',
    medicationCodeableConcept: code,
    subject: patient,
    context: visit,
    effectiveDateTime: day,
    dateAsserted: day,
    informationSource: patient,
    dosage: [{ text: 'One or two tablets at night, when needed' }],
  })
}
