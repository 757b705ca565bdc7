// Professional, vision and dental claims: every line carries its own amounts, its place and its payment status.
import { concept } from '../codes/concept.ts'
import { claimDiagnosis } from '../codes/diagnoses.ts'
import { systems } from '../codes/systems.ts'
import type { Json } from '../record.ts'
import { amountEntries, statusEntry, unitsEntry } from './adjudication.ts'
import { asRole, careTeam } from './care-team.ts'
import { type Adjustment, addClaim, type ClaimContext, claimDates } from './claim.ts'
import { lineReason, networkStatus, noteNumbers, productOf, settleLines } from './lines.ts'
import { infoCode, infoDate, infoReference, infoText, supportingInfo } from './supporting-info.ts'
import type { LineTemplate, OralTemplate, ProfessionalTemplate } from './templates.ts'

/** Adds one claim of a professional; `adjustment.factor` above 1 bills too many units. */
export const addProfessionalClaim = (
  context: ClaimContext,
  template: ProfessionalTemplate | OralTemplate,
  day: string,
  adjustment?: Adjustment & { factor: number },
) => {
  const { providers, record } = context
  const oral = template.kind === 'oral'
  const coverage = oral ? 'dental' : 'medical'
  if (!context.coverage.on(coverage, day)) return undefined
  const lines = settleLines(context, template, coverage, day, adjustment?.factor)
  const facility = providers.organization(template.billedBy)
  // C4BB 2.0.0 wants a Practitioner as provider of dental claims.
  const provider = oral ? providers.practitioner(template.by) : facility
  const network = networkStatus(template)
  const payee = template.payMember ? 'member' : 'provider'
  const dates = claimDates(context, day)
  const tooth = template.lines.find(line => line.tooth)?.tooth

  const items = lines.map((line, index) => ({
    sequence: index + 1,
    careTeamSequence: [1],
    diagnosisSequence: template.diagnoses.map((_, position) => position + 1),
    informationSequence: line.template.tooth ? [5] : undefined,
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
      ...(template.sensitive ? { sensitive: true } : {}),
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
      supportingInfo: supportingInfo([
        infoDate('clmrecvddate', dates.received),
        infoReference('servicefacility', { ...facility }),
        infoText('medicalrecordnumber', `MRN-${record.random.int(100_000, 999_999)}`),
        infoText('patientaccountnumber', `ACC-${record.random.int(100_000, 999_999)}`),
        ...(tooth ? [infoCode('additionalbodysite', systems.tooth, nextTooth(tooth))] : []),
      ]),
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

const toothSite = ({ tooth, surface }: LineTemplate): Json =>
  tooth
    ? {
        bodySite: concept(systems.tooth, tooth),
        subSite: surface ? [concept(systems.toothSurface, surface)] : undefined,
      }
    : {}

const nextTooth = (tooth: string): string => String(Number(tooth) + 1)
