// The insurance plans that the payer sells, each with its network.
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import { type Directory, placeNumber } from './builder.ts'
import { directoryPhone } from './contact.ts'
import type { PlanSide } from './plan.ts'

const products = [
  {
    id: 'directory-plan-silver',
    name: 'Example Silver PPO',
    alias: 'Silver',
    type: 'commppo',
    plan: 'silver',
    network: 'standard',
  },
  {
    id: 'directory-plan-gold',
    name: 'Example Gold HMO',
    alias: 'Gold',
    type: 'commhmo',
    plan: 'gold',
    network: 'preferred',
  },
] as const

/** Adds the insurance plans. */
export const addInsurancePlans = (directory: Directory, side: PlanSide): void => {
  const random = directory.random.fork('products')
  for (const { id, name, alias, type, plan, network } of products) {
    directory.add('InsurancePlan', 'InsurancePlan', id, {
      identifier: [
        {
          type: concept(systems.identifierType, 'XX', 'Plan number'),
          system: systems.planId,
          value: `EX-${alias.toUpperCase()}`,
          assigner: side.payer,
        },
      ],
      status: 'active',
      type: [concept(systems.productType, type)],
      name,
      alias: [alias],
      period: { start: `${directory.today.slice(0, 4)}-01-01` },
      ownedBy: side.payer,
      administeredBy: side.administrator,
      coverageArea: [side.region],
      contact: [
        { name: { text: 'Member services' }, telecom: [directoryPhone(placeNumber(0), random)] },
      ],
      endpoint: [side.fhirEndpoint],
      network: [side[network]],
      plan: [
        {
          type: concept(systems.planType, plan),
          coverageArea: [side.region],
          network: [side[network]],
        },
      ],
    })
  }
}
