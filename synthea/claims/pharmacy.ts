// Pharmacy claims: one filled prescription, settled at the counter, with NCPDP's codes.
import { concept } from '../codes/concept.ts'
import { type Drug, type DrugName, drugs } from '../codes/drugs.ts'
import { systems } from '../codes/systems.ts'
import { yearOf } from '../dates.ts'
import type { Json } from '../record.ts'
import type { SensitiveKind } from '../sensitive.ts'
import { amountEntries, drugCostEntry, rejectEntry, statusEntry } from './adjudication.ts'
import { asRole, careTeam } from './care-team.ts'
import { type Adjustment, addClaim, type ClaimContext, claimDates } from './claim.ts'
import { infoCode, infoDate, infoNumber, supportingInfo } from './supporting-info.ts'

export interface Filling {
  drug: DrugName
  day: string
  /** 0 is the first filling. */
  refill: number
  /** Refused at the counter: filled too soon. */
  refused?: boolean
  /** Billed wrongly first, then again. */
  corrected?: boolean
  sensitive?: SensitiveKind
}

/** Adds the claim of one filling, or one half of an adjusted pair. */
export const addPharmacyClaim = (
  context: ClaimContext,
  filling: Filling,
  adjustment?: Adjustment,
) => {
  const factor = adjustment?.factor ?? 1
  const { providers, record, ledger } = context
  const { day, refused } = filling
  if (!context.coverage.on('medical', day)) return undefined
  const drug = drugs[filling.drug]
  const random = record.random.fork(`price ${filling.drug} ${day}`)
  const submitted = Math.round(drug.billed * (0.96 + random.next() * 0.08)) * factor
  const line = {
    submitted,
    allowed: Math.round(submitted * 0.7),
    coverage: 'medical',
    year: yearOf(day),
    benefit: drug.brandOrGeneric === '1' ? 'brandDrug' : 'genericDrug',
    ...(refused ? { denied: true } : {}),
  } as const
  const amounts = ledger.settle(line, adjustment?.status !== 'cancelled')
  const dates = claimDates(context, day, true)
  return addClaim(
    context,
    {
      profile: 'Pharmacy',
      type: 'pharmacy',
      coverage: 'medical',
      start: day,
      end: day,
      provider: providers.organization('pharmacy'),
      payee: 'provider',
      network: 'innetwork',
      amounts: [amounts],
      ...(adjustment ? { adjustment } : {}),
      sameDay: true,
      ...(filling.sensitive ? { sensitive: filling.sensitive } : {}),
      ...(refused
        ? { note: 'The previous filling should still last; try again when it is used up.' }
        : {}),
    },
    dates,
    {
      careTeam: careTeam([asRole('prescribing', 'physician', providers)]),
      supportingInfo: supportingInfo([
        infoDate('clmrecvddate', dates.received),
        infoNumber('dayssupply', drug.days),
        infoNumber('refillnum', filling.refill),
        infoNumber('refillsauthorized', drug.days > 10 ? 11 : 0),
        infoCode('dawcode', systems.dispensedAsWritten, drug.asWritten ?? '0'),
        infoCode('brandgenericindicator', systems.brandOrGeneric, drug.brandOrGeneric),
        infoCode('rxorigincode', systems.prescriptionOrigin, '3'),
        infoCode('compoundcode', systems.compound, drug.ingredients ? '2' : '1'),
      ]),
      item: [
        {
          sequence: 1,
          careTeamSequence: [1],
          productOrService: productOf(drug),
          servicedDate: day,
          quantity: { value: drug.perDay * drug.days * factor, unit: drug.unit },
          noteNumber: refused ? [1] : undefined,
          detail: drug.ingredients?.map(({ ndc, text, quantity, unit }, index) => ({
            sequence: index + 1,
            productOrService: concept(systems.ndc, ndc, text),
            quantity: { value: quantity * factor, unit },
          })),
          adjudication: [
            ...amountEntries(amounts, 'provider'),
            drugCostEntry(amounts),
            ...(refused ? [rejectEntry('79', 'Filled too soon')] : []),
          ],
        },
      ],
      adjudication: [
        statusEntry('billingnetworkstatus', 'innetwork'),
        statusEntry('benefitpaymentstatus', refused ? 'other' : 'innetwork'),
      ],
    },
  )
}

// What is mixed at the counter has no NDC of its own; its ingredients stand below it.
const productOf = (drug: Drug): Json => ({
  ...(drug.ingredients
    ? concept(systems.compoundDrug, 'compound', drug.text)
    : concept(systems.ndc, drug.ndc, drug.text)),
})
