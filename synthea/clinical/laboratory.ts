// Laboratory work: order, sample, results and report, for check-ups and for laboratory claims.
import { concept } from '../codes/concept.ts'
import { type LabPanel, type LabTest, type PanelName, panels } from '../codes/laboratory.ts'
import { systems } from '../codes/systems.ts'
import { addDays, at, earlier } from '../dates.ts'
import { usCore } from '../profiles.ts'
import type { Link } from '../record.ts'
import type { Chart } from './chart.ts'

/** Adds the panels of the last check-ups and laboratory claims; diabetes asks for A1c each time. */
export const addLaboratory = (chart: Chart): void => {
  const names: PanelName[] = chart.problems.has('diabetes')
    ? ['metabolic', 'a1c', 'lipids']
    : ['metabolic', 'bloodCount']
  const days = [
    ...chart.events.flatMap(event =>
      'claim' in event && event.claim === 'laboratory' ? [event.day] : [],
    ),
    ...chart.visits.filter(({ kind }) => kind === 'checkup').map(({ day }) => day),
  ].sort()
  for (const day of days.slice(-2)) for (const name of names) addPanel(chart, panels[name], day)
}

const addPanel = (chart: Chart, panel: LabPanel, day: string): void => {
  const { record, patient, providers } = chart
  const physician = providers.practitioner('physician')
  const laboratory = providers.organization('laboratory')
  const code = concept(systems.loinc, panel.loinc, panel.text)
  const reported = earlier(addDays(day, 1), record.today)
  const encounter = chart.visits.find(visit => visit.day === day)?.encounter
  const number = record.random.fork(`${panel.loinc} ${day}`).int(1_000_000, 9_999_999)

  const order = record.add('ServiceRequest', usCore('servicerequest'), {
    status: 'completed',
    intent: 'order',
    category: [concept(systems.snomed, '108252007', 'Laboratory procedure')],
    code,
    subject: patient,
    occurrenceDateTime: day,
    authoredOn: day,
    requester: physician,
    encounter,
    reasonCode: [concept(systems.icd10, 'Z00.00', 'Routine examination')],
  })
  const specimen = record.add('Specimen', usCore('specimen'), {
    identifier: [{ system: systems.specimenId, value: `S${number}` }],
    accessionIdentifier: { system: systems.accessionId, value: `A${number}` },
    status: 'available',
    type: concept(systems.snomed, '119364003', 'Serum specimen'),
    subject: patient,
    receivedTime: at(day, '11:00:00'),
    collection: {
      collectedDateTime: at(day, '08:30:00'),
      bodySite: concept(systems.snomed, '368208006', 'Left upper arm'),
    },
    condition: [concept(systems.specimenCondition, 'ROOM', 'Room temperature')],
  })
  const results = panel.tests.map(test =>
    addResult(chart, test, { day, specimen, laboratory, encounter }),
  )
  record.add('DiagnosticReport', usCore('diagnosticreport-lab'), {
    basedOn: [order],
    status: 'final',
    category: [concept(systems.reportCategory, 'LAB', 'Laboratory')],
    code,
    subject: patient,
    encounter,
    effectiveDateTime: at(day, '08:30:00'),
    issued: at(reported, '15:00:00'),
    performer: [laboratory, physician],
    specimen: [specimen],
    result: results,
  })
}

interface Sample {
  day: string
  specimen: Link
  laboratory: Link
  encounter: Link | undefined
}

const addResult = (
  { record, patient, problems }: Chart,
  test: LabTest,
  { day, specimen, laboratory, encounter }: Sample,
): Link => {
  const random = record.random.fork(`${test.loinc} ${day}`)
  const span = test.shifted && problems.has(test.shifted.by) ? test.shifted : test
  const value = Number((span.low + random.next() * (span.high - span.low)).toFixed(test.digits))
  const flag = value > test.high ? 'H' : value < test.low ? 'L' : 'N'
  const quantity = (amount: number) => ({
    value: amount,
    unit: test.unit,
    system: systems.ucum,
    code: test.unit,
  })
  return record.add('Observation', usCore('observation-lab'), {
    status: 'final',
    category: [concept(systems.observationCategory, 'laboratory', undefined, 'Laboratory')],
    code: concept(systems.loinc, test.loinc, test.text),
    subject: patient,
    encounter,
    effectiveDateTime: at(day, '08:30:00'),
    issued: at(day, '14:00:00'),
    performer: [laboratory],
    valueQuantity: quantity(value),
    interpretation: [concept(systems.interpretation, flag)],
    specimen,
    referenceRange: [{ low: quantity(test.low), high: quantity(test.high) }],
  })
}
