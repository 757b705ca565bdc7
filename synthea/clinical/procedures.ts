// Procedures that visits led to, the device one of them left behind, and one that is sensitive.
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { addMonths, addYears, at } from '../dates.ts'
import { usCore } from '../profiles.ts'
import type { Chart, Visit } from './chart.ts'

/** Adds a Procedure for every hospital claim that had one. */
export const addProcedures = (chart: Chart): void => {
  for (const visit of chart.visits) {
    if (!('procedure' in visit.template) || !visit.template.procedure) continue
    const { code, text } = visit.template.procedure
    chart.record.add('Procedure', usCore('procedure'), {
      status: 'completed',
      code: concept(systems.icd10Procedures, code, text),
      subject: chart.patient,
      encounter: visit.encounter,
      performedDateTime: at(visit.day, '11:00:00'),
      performer: [{ actor: chart.providers.practitioner(visit.template.by) }],
      location: chart.providers.location(visit.template.billedBy),
    })
    if (code === kneeReplacement) addKnee(chart, visit)
  }
}

const kneeReplacement = '0SRC0J9'

const addKnee = ({ record, patient }: Chart, { day }: Visit): void => {
  const random = record.random.fork('knee')
  const serial = `SN${random.int(100_000, 999_999)}`
  const lot = `LT${random.int(1000, 9999)}`
  const identifier = `009990000${random.int(10_000, 99_999)}`
  record.add('Device', usCore('implantable-device'), {
    udiCarrier: [
      {
        deviceIdentifier: identifier,
        carrierAIDC: Buffer.from(`(01)${identifier}(10)${lot}(21)${serial}`).toString('base64'),
        issuer: 'http://hl7.org/fhir/NamingSystem/gs1-di',
        carrierHRF: `(01)${identifier}(10)${lot}(21)${serial}`,
      },
    ],
    status: 'active',
    distinctIdentifier: `DI-${serial}`,
    manufactureDate: addMonths(day, -8),
    expirationDate: addYears(day, 9),
    lotNumber: lot,
    serialNumber: serial,
    deviceName: [{ name: 'Sample knee prosthesis', type: 'user-friendly-name' }],
    type: concept(systems.snomed, '109228008', 'Knee joint prosthesis'),
    patient,
  })
}
