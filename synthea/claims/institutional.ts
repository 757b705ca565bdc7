// Hospital claims, inpatient and outpatient: amounts stand on the lines or on the header, never on both.
import { type Concept, concept } from '../codes/concept.ts'
import { claimDiagnosis, type DiagnosisName } from '../codes/diagnoses.ts'
import { systems } from '../codes/systems.ts'
import { addDays } from '../dates.ts'
import { organizations } from '../people/provider-table.ts'
import type { Json } from '../record.ts'
import { amountEntries, reasonEntry, statusEntry, unitsEntry } from './adjudication.ts'
import { sumOf } from './amounts.ts'
import { asRole, careTeam, facilityAs } from './care-team.ts'
import { type Adjustment, addClaim, type ClaimContext, claimDates } from './claim.ts'
import { lineReason, networkStatus, noteNumbers, productOf, settleLines } from './lines.ts'
import { infoCode, infoDate, infoPeriod, infoText, supportingInfo } from './supporting-info.ts'
import type { InstitutionalTemplate } from './template.ts'

/** Adds one hospital claim that begins on that day, or one half of an adjusted pair. */
export const addInstitutionalClaim = (
  context: ClaimContext,
  template: InstitutionalTemplate,
  day: string,
  adjustment?: Adjustment,
) => {
  if (!context.coverage.on('medical', day)) return undefined
  const { providers } = context
  const inpatient = template.kind === 'inpatient'
  const end = addDays(day, template.nights ?? 0)
  const lines = settleLines(context, template, 'medical', day, adjustment)
  const hospital = providers.organization(template.billedBy)
  const network = networkStatus(template)
  const dates = claimDates(context, end)
  const onItems = template.amountsOn === 'items'
  const total = sumOf(lines.map(line => line.amounts))

  return addClaim(
    context,
    {
      profile: inpatient ? 'Inpatient-Institutional' : 'Outpatient-Institutional',
      type: 'institutional',
      subType: template.kind,
      coverage: 'medical',
      start: day,
      end,
      provider: hospital,
      payee: 'provider',
      network,
      amounts: lines.map(line => line.amounts),
      ...(template.note ? { note: template.note } : {}),
      ...(template.sensitive ? { sensitive: template.sensitive } : {}),
      ...(adjustment ? { adjustment } : {}),
    },
    dates,
    {
      careTeam: careTeam([
        asRole('attending', template.by, providers),
        facilityAs('rendering', hospital, organizations[template.billedBy].taxonomy),
        ...(template.procedure ? [asRole('operating', template.by, providers)] : []),
        asRole('referring', 'physician', providers),
      ]),
      supportingInfo: institutionalInfo(context, template, day, end, dates.received),
      diagnosis: diagnosesOf(template),
      procedure: template.procedure && [
        {
          sequence: 1,
          type: [concept(systems.procedureTypeC4bb, 'principal')],
          date: day,
          procedureCodeableConcept: concept(
            systems.icd10Procedures,
            template.procedure.code,
            template.procedure.text,
          ),
        },
      ],
      item: lines.map((line, index) => ({
        sequence: index + 1,
        revenue: concept(systems.revenue, line.template.revenue ?? '', line.template.text),
        productOrService: productOf(line.template, systems.hcpcs),
        modifier: line.template.modifiers?.map(code => concept(systems.hcpcs, code)),
        ...(inpatient ? { servicedPeriod: { start: day, end } } : { servicedDate: day }),
        quantity: { value: line.units },
        noteNumber: noteNumbers(lines, index, template.note),
        adjudication: onItems
          ? [
              ...amountEntries(line.amounts, 'provider'),
              ...lineReason(line),
              unitsEntry(line.units),
            ]
          : undefined,
      })),
      adjudication: [
        statusEntry('billingnetworkstatus', network),
        statusEntry('benefitpaymentstatus', network),
        ...(onItems
          ? []
          : [...amountEntries(total, 'provider'), reasonEntry(total.noncovered > 0 ? '96' : '45')]),
      ],
    },
  )
}

const institutionalInfo = (
  { record }: ClaimContext,
  template: InstitutionalTemplate,
  day: string,
  end: string,
  received: string,
): Json[] =>
  supportingInfo([
    ...(template.kind === 'inpatient' ? [infoPeriod('admissionperiod', day, end)] : []),
    infoDate('clmrecvddate', received),
    infoCode('typeofbill', systems.typeOfBill, template.typeOfBill),
    template.bornHere
      ? infoCode('pointoforigin', systems.pointOfOriginNewborn, '5')
      : infoCode('pointoforigin', systems.pointOfOrigin, '1'),
    infoCode('admtype', systems.admissionType, template.admissionType ?? '3'),
    infoCode('discharge-status', systems.dischargeStatus, '01'),
    ...(template.drg ? [infoCode('drg', systems.drg, template.drg)] : []),
    infoText('medicalrecordnumber', `MRN-${record.random.int(100_000, 999_999)}`),
    infoText('patientaccountnumber', `ACC-${record.random.int(100_000, 999_999)}`),
  ])

const diagnosesOf = (template: InstitutionalTemplate): Json[] => {
  const inpatient = template.kind === 'inpatient'
  const rows: { name: DiagnosisName; type: Concept }[] = []
  template.diagnoses.forEach((name, index) => {
    const principal = concept(systems.diagnosisType, 'principal')
    rows.push({ name, type: index === 0 ? principal : concept(systems.diagnosisTypeC4bb, 'other') })
    if (index === 0 && inpatient)
      rows.push({ name, type: concept(systems.diagnosisType, 'admitting') })
  })
  const c4bbType = (name: DiagnosisName | undefined, code: string) => {
    if (name) rows.push({ name, type: concept(systems.diagnosisTypeC4bb, code) })
  }
  c4bbType(inpatient ? undefined : template.reasonForVisit, 'patientreasonforvisit')
  c4bbType(template.externalCause, 'externalcauseofinjury')
  return rows.map(({ name, type }, index) => ({
    sequence: index + 1,
    diagnosisCodeableConcept: claimDiagnosis(name),
    type: [type],
    onAdmission: inpatient ? concept(systems.presentOnAdmission, 'Y') : undefined,
  }))
}
