// Professional, vision and dental claims: every line carries its own amounts, its place and its payment status.
import { concept } from '../codes/concept.ts'
import { claimDiagnosis } from '../codes/diagnoses.ts'
import { systems } from '../codes/systems.ts'
import { addMonths } from '../dates.ts'
import type { NamedLink } from '../people/providers.ts'
import type { Json } from '../record.ts'
import { amountEntries, type Payee, statusEntry, unitsEntry } from './adjudication.ts'
import { asRole, careTeam } from './care-team.ts'
import { type Adjustment, addClaim, type ClaimContext, claimDates } from './claim.ts'
import { lineReason, networkStatus, noteNumbers, productOf, settleLines } from './lines.ts'
import {
  type InfoRow,
  infoCode,
  infoDate,
  infoMeasure,
  infoReason,
  infoReference,
  infoSince,
  infoText,
  supportingInfo,
} from './supporting-info.ts'
import type { LineTemplate, OralTemplate, ProfessionalTemplate } from './template.ts'

/** Adds one claim of a professional, or one half of an adjusted pair. */
export const addProfessionalClaim = (
  context: ClaimContext,
  template: ProfessionalTemplate | OralTemplate,
  day: string,
  adjustment?: Adjustment,
) => {
  const { providers } = context
  const oral = template.kind === 'oral'
  const coverage = oral ? 'dental' : 'medical'
  if (!context.coverage.on(coverage, day)) return undefined
  const lines = settleLines(context, template, coverage, day, adjustment)
  const facility = providers.organization(template.billedBy)
  // C4BB 2.0.0 wants a Practitioner as provider of dental claims.
  const provider = oral ? providers.practitioner(template.by) : facility
  const network = networkStatus(template)
  const payee = payeeOf(template)
  const dates = claimDates(context, day)
  const rows = [...usualRows(context, facility, dates.received), ...specialRows(template, day)]

  const items = lines.map((line, index) => ({
    sequence: index + 1,
    careTeamSequence: [1],
    diagnosisSequence: template.diagnoses.map((_, position) => position + 1),
    informationSequence: informationOf(line.template, rows),
    productOrService: productOf(line.template, oral ? systems.cdt : systems.hcpcs),
    modifier: line.template.modifiers?.map(code => concept(systems.hcpcs, code)),
    servicedDate: day,
    locationCodeableConcept: concept(systems.place, template.place),
    quantity: { value: line.units },
    ...toothSite(line.template),
    noteNumber: noteNumbers(lines, index, template.note),
    adjudication: [
      statusEntry('benefitpaymentstatus', network),
      ...amountEntries(line.amounts, payee),
      ...lineReason(line),
      unitsEntry(line.amounts.noncovered > 0 ? 0 : line.units),
    ],
  }))

  return addClaim(
    context,
    {
      profile: oral ? 'Oral' : 'Professional-NonClinician',
      type: template.kind,
      coverage,
      start: day,
      end: day,
      provider,
      payee,
      network,
      amounts: lines.map(line => line.amounts),
      ...(template.note ? { note: template.note } : {}),
      ...(template.sensitive ? { sensitive: template.sensitive } : {}),
      ...(adjustment ? { adjustment } : {}),
    },
    dates,
    {
      careTeam: careTeam([
        asRole('rendering', template.by, providers),
        asRole('primary', oral ? 'dentist' : 'physician', providers),
        ...(!oral && template.referredBy
          ? [asRole('referring', template.referredBy, providers)]
          : []),
      ]),
      supportingInfo: supportingInfo(rows),
      diagnosis: template.diagnoses.map((name, index) => ({
        sequence: index + 1,
        diagnosisCodeableConcept: claimDiagnosis(name),
        type: [
          index === 0
            ? concept(systems.diagnosisType, 'principal')
            : concept(systems.diagnosisTypeC4bb, 'secondary'),
        ],
      })),
      item: items,
      adjudication: [
        statusEntry('billingnetworkstatus', network),
        statusEntry('renderingnetworkstatus', network),
        ...(oral ? [statusEntry('benefitpaymentstatus', network)] : []),
      ],
    },
  )
}

const payeeOf = ({ payMember, payRelative }: ProfessionalTemplate | OralTemplate): Payee =>
  payRelative ? 'relative' : payMember ? 'member' : 'provider'

const toothSite = ({ tooth, surface }: LineTemplate): Json =>
  tooth
    ? {
        bodySite: concept(systems.tooth, tooth),
        subSite: surface ? [concept(systems.toothSurface, surface)] : undefined,
      }
    : {}

const usualRows = ({ record }: ClaimContext, facility: NamedLink, received: string): InfoRow[] => [
  infoDate('clmrecvddate', received),
  infoReference('servicefacility', { ...facility }),
  infoText('medicalrecordnumber', `MRN-${record.random.int(100_000, 999_999)}`),
  infoText('patientaccountnumber', `ACC-${record.random.int(100_000, 999_999)}`),
]

/** Rows that lines must name (C4BB's invariants on transport and additional body sites). */
const namedByLines = new Set([
  'additionalbodysite',
  'ambulancetransportreason',
  'dropofflocation',
  'patientweight',
  'pickuplocation',
  'roudtrippurpose',
  'stretcherpurpose',
  'transportationdistance',
])

const specialRows = (template: ProfessionalTemplate | OralTemplate, day: string): InfoRow[] => {
  if (template.kind !== 'oral') return template.transport ? transportRows(template.transport) : []
  const tooth = template.lines.find(line => line.tooth)?.tooth
  const { mouth } = template
  return [
    ...(tooth ? [infoCode('additionalbodysite', systems.tooth, nextTooth(tooth))] : []),
    ...(mouth
      ? [
          infoCode('missingtoothnumber', systems.tooth, mouth.missingTooth),
          infoSince(
            'orthodontics',
            { valueQuantity: { value: mouth.orthodonticMonths } },
            addMonths(day, -12 - mouth.orthodonticMonths),
          ),
          infoSince('prosthesis', { valueBoolean: mouth.prosthesis }, day),
        ]
      : []),
  ]
}

// "roudtrippurpose" is how the guide spells it.
const transportRows = ({ from, to, miles }: NonNullable<ProfessionalTemplate['transport']>) => [
  infoMeasure('patientweight', 168, '[lb_av]'),
  infoReason('ambulancetransportreason', systems.transportReason, 'B'),
  infoMeasure('transportationdistance', miles, '[mi_i]'),
  infoText('roudtrippurpose', 'One way'),
  infoText('stretcherpurpose', 'Could not sit upright'),
  infoText('pickuplocation', from),
  infoText('dropofflocation', to),
]

const informationOf = (line: LineTemplate, rows: readonly InfoRow[]): number[] | undefined => {
  const numbers = rows.flatMap(({ category }, index) =>
    namedByLines.has(category) && (category !== 'additionalbodysite' || line.tooth)
      ? [index + 1]
      : [],
  )
  return numbers.length > 0 ? numbers : undefined
}

const nextTooth = (tooth: string): string => String(Number(tooth) + 1)
