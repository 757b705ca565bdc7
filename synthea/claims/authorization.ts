// Prior authorizations as PDex describes them: an ExplanationOfBenefit whose use is preauthorization.
import { concept } from '../codes/concept.ts'
import { claimDiagnosis } from '../codes/diagnoses.ts'
import { systems } from '../codes/systems.ts'
import { addDays, addMonths, at, earlier } from '../dates.ts'
import { practitioners } from '../people/provider-table.ts'
import { priorAuthorization } from '../profiles.ts'
import type { Json } from '../record.ts'
import { money } from './amounts.ts'
import {
  amountsOf,
  decisions,
  grantedAmount,
  lineAnswer,
  pdexExtension,
} from './authorization-answer.ts'
import type { AuthorizationTemplate } from './authorization-templates.ts'
import type { ClaimContext } from './claim.ts'

/** Adds one request of that day with the plan's answer to it. */
export const addAuthorization = (
  context: ClaimContext,
  template: AuthorizationTemplate,
  day: string,
): void => {
  const insured = context.coverage.on('medical', day)
  if (!insured) return
  const { record, patient, providers } = context
  const random = record.random.fork(`authorization ${template.title} ${day}`)
  const decision = decisions[template.decision]
  const decided = earlier(addDays(day, random.int(2, 6)), record.today)
  const period = { start: decided, end: addMonths(decided, 6) }
  const open = template.granted > 0
  const number = `PA${random.int(10_000_000, 99_999_999)}`
  record.add('ExplanationOfBenefit', priorAuthorization, {
    extension: [
      pdexExtension('extension-levelOfServiceCode', {
        valueCodeableConcept: concept(
          systems.levelOfService,
          template.urgent ? 'U' : 'E',
          template.urgent ? 'Urgent' : 'Elective',
        ),
      }),
    ],
    identifier: [{ system: systems.authorizationId, value: number }],
    status: 'active',
    type: concept(systems.claimType, template.type),
    use: 'preauthorization',
    patient,
    billablePeriod: { start: day, end: addMonths(day, 6) },
    created: at(day, '10:00:00'),
    enterer: providers.practitioner(template.requestedBy),
    insurer: insured.payer,
    provider: providers.organization(template.facility),
    facility: providers.location(template.facility),
    priority: concept(systems.processPriority, template.urgent ? 'stat' : 'normal'),
    outcome: decision.outcome,
    disposition: `${template.title}: ${decision.text.toLowerCase()}`,
    preAuthRef: open ? [number] : undefined,
    preAuthRefPeriod: open ? [period] : undefined,
    careTeam: [
      {
        sequence: 1,
        provider: providers.practitioner(template.requestedBy),
        qualification: concept(systems.nucc, practitioners[template.requestedBy].taxonomy),
      },
    ],
    diagnosis: [
      {
        sequence: 1,
        diagnosisCodeableConcept: claimDiagnosis(template.diagnosis),
        type: [concept(systems.diagnosisType, 'principal')],
      },
    ],
    insurance: [
      { focal: true, coverage: insured.coverage, preAuthRef: open ? [number] : undefined },
    ],
    item: [itemOf(template, number, decided, period)],
    adjudication: amountsOf(template),
    total: totalsOf(template),
    processNote: template.note && [{ number: 1, type: 'display', text: template.note }],
  })
}

const itemOf = (
  template: AuthorizationTemplate,
  number: string,
  decided: string,
  period: Json,
): Json => {
  const answered = template.decision !== 'pending'
  return {
    extension: answered
      ? [
          pasExtension('extension-itemPreAuthIssueDate', { valueDate: decided }),
          ...(template.granted > 0
            ? [pasExtension('extension-itemPreAuthPeriod', { valuePeriod: period })]
            : []),
        ]
      : undefined,
    sequence: 1,
    category: concept(systems.serviceTypeX12, template.service),
    productOrService: template.code
      ? concept(systems.hcpcs, template.code, template.text)
      : concept(systems.absent, 'not-applicable', template.text, 'Not Applicable'),
    quantity: { value: template.units },
    noteNumber: template.note ? [1] : undefined,
    adjudication: lineAnswer(template, number),
  }
}

// How much of what was granted has been used so far.
const totalsOf = (template: AuthorizationTemplate): Json[] => {
  const value = (code: string, cents: number, units: number) => ({
    extension: [
      pdexExtension('PriorAuthorizationUtilization', { valueQuantity: { value: units } }),
    ],
    category: concept(systems.priorAuthorizationValue, code),
    amount: money(cents),
  })
  const { submitted, units, granted, used } = template
  return [
    value('submitted', submitted, units),
    ...(granted > 0
      ? [
          value('eligible', grantedAmount(template), granted),
          value('utilized', Math.round((submitted * used) / units), used),
        ]
      : []),
  ]
}

const pasExtension = (name: string, value: Json): Json => ({
  url: `http://hl7.org/fhir/us/davinci-pas/StructureDefinition/${name}`,
  ...value,
})
