// The Plan-Net kit.
import type { KitPlan } from '../suite-plan.ts'

/** Plan-Net: the directory, which asks nobody who they are. */
export const planNet: KitPlan = {
  suite: 'davinci_plan_net_server_v110',
  long: true,
  inputs: ({ base, affiliation }) => ({
    url: base,
    // The kit keeps the affiliations that it was shown where other groups do not look for them.
    ...(affiliation
      ? {
          organization_affiliation_service_input: affiliation.service,
          organization_affiliation_location_input: affiliation.location,
          organization_affiliation_primary_organization_input: affiliation.organization,
          organization_affiliation_participating_organization_input: affiliation.participant,
          org_affil_participating_organization_location_input: affiliation.location,
          org_affil_participating_organization_network_input: affiliation.network,
          org_affil_participating_organization_specialty_input: affiliation.specialty,
          combination_list_specialty_covered_by_network_input: affiliation.network,
        }
      : {}),
  }),
}
