// The PDex kit, as far as it applies to a payer's server of today.
import type { KitPlan } from '../suite-plan.ts'

/** PDex, the payer's server; what nobody claims here, $member-match and bulk export, is reported as not run. */
export const pdex: KitPlan = {
  suite: 'pdex_payer_server',
  long: true,
  client: 'symmetric',
  givenToken: true,
  // PDex 2.0.0 stands on US Core 3.1.1.
  patient: 'conformance-m6',
  groups: [
    'payer_to_payer_workflow-pdex_workflow_member_match_group',
    'payer_to_payer_workflow-pdex_workflow_clinical_data_group',
    'payer_to_payer_workflow-pdex_workflow_everything_group',
    'payer_to_payer_workflow-pdex_workflow_export_group',
    'api_and_must_support_coverage-member_match_failure_cases',
    'api_and_must_support_coverage-search_and_read_api_coverage',
  ],
  inputs: ({ base, patient, token }) => ({
    url: base,
    credentials: JSON.stringify({ access_token: token }),
    patient_id: patient,
    patient_ids: patient,
  }),
}
