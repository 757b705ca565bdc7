// Synthea's ExplanationOfBenefits as C4BB's, where the rules of docs/synthea-import.md say how; the others stay plain R4.
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { systems } from '../../codes/systems.ts'
import { yearsBetween } from '../../dates.ts'
import { c4bb } from '../../profiles.ts'
import type { Json } from '../../record.ts'
import type { FileEntry } from '../bundle-file.ts'
import { type Changes, countChange } from '../clean.ts'
import { amountsOf } from './amounts.ts'
import { icd10Of } from './diagnosis.ts'
import { codesAt, type Fields, isFields, textAt, textsAt, valuesAt } from './fields.ts'
import { type Insured, insuredBy } from './insured.ts'
import { memberPatient } from './patient.ts'

export const mapped = 'claim mapped to C4BB (outpatient institutional)'

/** Why a claim stays as it is. */
export const kept = {
  kind: 'claim kept as plain R4 (C4BB wants HCPCS or NDC codes for its kind, Synthea writes SNOMED CT)',
  stay: 'claim kept as plain R4 (C4BB wants revenue codes of a hospital stay, Synthea writes none)',
  diagnosis: 'claim kept as plain R4 (no ICD-10-CM code is known for its diagnosis)',
  facts: 'claim kept as plain R4 (it lacks a number, an amount, a payer or the organization)',
  patient: 'claims kept as plain R4 (their patient lacks a name, gender or number)',
} as const

/** Entries with claims mapped, and the payers and coverages that this asks for; changes are counted. */
export const mapClaims = (entries: readonly FileEntry[], changes: Changes): FileEntry[] => {
  const claims = entries.filter(({ resource }) => isClaim(resource))
  const patients = entries.filter(({ resource }) => resource.resourceType === 'Patient')
  const [own, second] = patients
  if (claims.length === 0 || !own || second) return [...entries]
  const patient = memberPatient(own)
  if (!patient) {
    countChange(changes, kept.patient)
    return [...entries]
  }
  const byUrl = new Map(entries.map(each => [nameOf(each), each.resource]))
  const payers = new Map<string, Insured>()
  const insured = (payer: string): Insured => {
    const found = payers.get(payer) ?? insuredBy(payer, patient)
    payers.set(payer, found)
    return found
  }
  let count = 0
  const result = entries.map(entry => {
    if (!isClaim(entry.resource)) return entry
    const answer = mapClaim(entry.resource, patient.resource, byUrl, insured)
    if (typeof answer === 'string') {
      countChange(changes, answer)
      return entry
    }
    count += 1
    countChange(changes, mapped)
    return { ...entry, resource: answer, profiles: outpatient }
  })
  if (count === 0) return [...entries]
  return [
    ...result.map(entry => (entry === own ? patient : entry)),
    ...[...payers.values()].flatMap(each => each.entries),
  ]
}

const outpatient = c4bb('ExplanationOfBenefit-Outpatient-Institutional')

const isClaim = ({ resourceType }: Resource): boolean => resourceType === 'ExplanationOfBenefit'

const nameOf = ({ fullUrl, resource }: FileEntry): string =>
  fullUrl ?? `${resource.resourceType}/${resource.id}`

/** The claim in C4BB's shape, or why it stays. */
const mapClaim = (
  claim: Resource,
  patient: Resource,
  byUrl: ReadonlyMap<string, Resource>,
  insured: (payer: string) => Insured,
): Resource | string => {
  if (textAt(claim, 'type.coding.code') !== 'institutional') return kept.kind
  const visit = textsAt(claim, 'item.encounter.reference').map(each => byUrl.get(each))[0]
  if (textAt(visit, 'class.code') === 'IMP') return kept.stay

  const day = textAt(claim, 'billablePeriod.start')?.slice(0, 10)
  const number = textAt(claim, 'identifier.value')
  const payer = textAt(claim, 'insurer.display') ?? textAt(claim, 'contained.payor.display')
  const provider = textAt(visit, 'serviceProvider.reference')
  const amounts = amountsOf(claim)
  if (!day || !number || !payer || !provider || !amounts) return kept.facts

  const conditions = textsAt(claim, 'diagnosis.diagnosisReference.reference')
  const codes = icd10Of({
    findings: conditions.map(each => codesAt(byUrl.get(each), 'code', systems.snomed)[0] ?? ''),
    visitReasons: codesAt(visit, 'reasonCode', systems.snomed),
    visitTypes: codesAt(visit, 'type', systems.snomed),
    child: yearsBetween(textAt(patient, 'birthDate') ?? '', day) < 18,
  })
  if (codes.length === 0) return kept.diagnosis
  const { insurer, coverage } = insured(payer)

  const { id, meta } = claim
  return {
    resourceType: 'ExplanationOfBenefit',
    ...(id ? { id } : {}),
    ...(meta ? { meta } : {}),
    identifier: [
      {
        type: { coding: [{ system: systems.identifierTypeC4bb, code: 'uc' }] },
        system: 'https://bluebutton.cms.gov/resources/variables/clm_id',
        value: number,
      },
    ],
    status: 'active',
    type: { coding: [{ system: systems.claimType, code: 'institutional' }] },
    subType: { coding: [{ system: systems.claimSubType, code: 'outpatient' }] },
    use: 'claim',
    ...picked(claim, 'patient', 'billablePeriod', 'created'),
    insurer,
    provider: { reference: provider },
    payee: {
      type: { coding: [{ system: systems.payee, code: 'provider' }] },
      party: { reference: provider },
    },
    outcome: 'complete',
    careTeam: valuesAt(claim, 'careTeam').filter(
      each => textAt(each, 'role.coding.code') === 'primary',
    ),
    diagnosis: codes.map((code, index) => ({
      sequence: index + 1,
      diagnosisCodeableConcept: { coding: [{ system: systems.icd10, code }] },
      type: [
        {
          coding: [
            index === 0
              ? { system: systems.diagnosisType, code: 'principal' }
              : { system: systems.diagnosisTypeC4bb, code: 'other' },
          ],
        },
      ],
    })),
    insurance: [{ focal: true, coverage }],
    item: valuesAt(claim, 'item').map(itemOf),
    adjudication: [
      {
        category: { coding: [{ system: systems.adjudicationSlice, code: 'benefitpaymentstatus' }] },
        reason: { coding: [{ system: systems.payerStatus, code: 'other' }] },
      },
      ...amounts.entries,
    ],
    total: amounts.entries,
    ...(amounts.benefit > 0 ? { payment: paymentOf(amounts.benefit) } : {}),
  }
}

const paymentOf = (benefit: number): Json => ({
  type: { coding: [{ system: systems.payerStatus, code: 'paid' }] },
  amount: { value: benefit / 100, currency: 'USD' },
})

// The service in Synthea's words and code, beside the statement that no billing code applies.
const itemOf = (item: unknown, index: number): Json => {
  const fields = isFields(item) ? item : {}
  const text = textAt(fields, 'productOrService.text')
  const day = textAt(fields, 'servicedDate') ?? textAt(fields, 'servicedPeriod.start')
  return {
    sequence: index + 1,
    productOrService: {
      coding: [
        { system: systems.absent, code: 'not-applicable', display: 'Not Applicable' },
        ...valuesAt(fields, 'productOrService.coding'),
      ],
      ...(text ? { text } : {}),
    },
    // C4BB wants a day here, not a period.
    ...(day ? { servicedDate: day.slice(0, 10) } : {}),
    ...picked(fields, 'encounter'),
  }
}

const picked = (fields: Fields, ...names: string[]): Json =>
  Object.fromEntries(names.flatMap(name => (name in fields ? [[name, fields[name]]] : [])))
