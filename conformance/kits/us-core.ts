// The US Core kit, for three releases of the guide.
import type { KitPlan } from '../suite-plan.ts'
import { bothLaunches } from './smart.ts'

const readPatient = ' patient/Patient.rs'

/** US Core: launches, the API, and from 6.1.0 on granular scopes. */
export const usCore = (version: 'v311' | 'v610' | 'v700'): KitPlan => ({
  suite: `us_core_${version}`,
  long: true,
  options: [{ id: 'smart_app_launch_version', value: 'smart_app_launch_2' }],
  path: 'smart',
  client: 'symmetric',
  // From 6.1.0 on it wants to see a day of death; 3.1.1 forbids what those want on a care team.
  patient: version === 'v311' ? 'conformance-m6' : 'conformance-m5',
  // The kit asks for conditions and observations only, and then reads the person whom `fhirUser` names.
  added: { requested_scopes_group1: readPatient, requested_scopes_group2: readPatient },
  groups: [
    version === 'v700' ? 'us_core_v700_smart_app_launch_stu2' : 'us_core_smart_app_launch',
    `us_core_${version}_fhir_api`,
    ...(version === 'v311' ? [] : [`us_core_${version}_smart_granular_scopes`]),
  ],
  inputs: given => ({
    ...bothLaunches(given),
    use_pkce: 'true',
    client_auth_type: 'confidential_symmetric',
    patient_ids: given.patient,
  }),
})
