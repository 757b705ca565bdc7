// How a kit's suite is run: the client it comes with, and what a tester would type into Inferno's forms.
import type { Affiliation } from './affiliation.ts'
import type { ClientKind, RegisteredClient } from './clients.ts'
import type { SuiteOption } from './inferno-api.ts'

export interface SuitePlan {
  /** Names the expected-results file and the chapter of the report. */
  name: string
  title: string
  /** Inferno's id of the suite. */
  suite: string
  options?: readonly SuiteOption[]
  /** Runs in the short form too, which every change is judged by. */
  short?: boolean
  /** Takes minutes, where others take seconds. */
  long?: boolean
  client?: ClientKind
  /** Part of the redirect and launch URLs that the kit uses: `/custom/<path>/redirect`. */
  path?: 'smart' | 'smart_stu2' | 'smart_stu2_2'
  /** Also registers a client for backend services. */
  backend?: boolean
  /** Groups run in this order, without the suite's id in front; absent: the whole suite in one run. */
  groups?: readonly string[]
  /** Whose record is looked at; absent: the member who shows one of everything. */
  patient?: string
  /** Tests that count; absent: all that ran. */
  only?: RegExp
  inputs(given: Given): Readonly<Record<string, string>>
  /** Typed behind what the kit suggests for an input. */
  added?: Readonly<Record<string, string>>
}

/** What the world has for a suite. */
export interface Given {
  base: string
  client: RegisteredClient
  backend: RegisteredClient
  patient: string
  /** Ids of the patient's record by type, comma between, as a tester would copy them. */
  ids: Readonly<Record<string, string>>
  /** What is looked at without a client: the directory. */
  affiliation?: Affiliation
}

/** SMART App Launch 2.x: standalone and EHR launch, and what the kind of client is good for besides. */
export const smart2 = (
  client: ClientKind,
  version: '2' | '2_2',
): Omit<SuitePlan, 'name' | 'title'> => {
  const suffix = version === '2' ? '' : '_stu2_2'
  const introspection = [
    `smart_token_introspection${suffix}-smart_token_introspection_access_token_group${suffix}`,
    `smart_token_introspection${suffix}-smart_token_introspection_request_group`,
    `smart_token_introspection${suffix}-smart_token_introspection_response_group`,
  ]
  return {
    suite: version === '2' ? 'smart_stu2' : 'smart_stu2_2',
    path: version === '2' ? 'smart_stu2' : 'smart_stu2_2',
    client,
    backend: client === 'asymmetric',
    groups: [
      'smart_full_standalone_launch',
      'smart_full_ehr_launch',
      ...(client === 'asymmetric' ? ['smart_backend_services'] : []),
      // Only a client that proves who it is may ask about tokens.
      ...(client === 'symmetric' ? introspection : []),
    ],
    inputs: given => ({
      ...bothLaunches(given),
      use_pkce: 'true',
      client_auth_type: client === 'public' ? 'public' : `confidential_${client}`,
      client_auth_encryption_method: 'RS384',
      authorization_method: client === 'asymmetric' ? 'post' : 'get',
      backend_services_client_id: given.backend.id,
      custom_authorization_header: given.client.secret
        ? `Authorization: Basic ${btoa(`${given.client.id}:${given.client.secret}`)}`
        : '',
    }),
  }
}

const bothLaunches = ({ base, client }: Given): Record<string, string> => ({
  url: base,
  standalone_client_id: client.id,
  standalone_client_secret: client.secret ?? '',
  ehr_client_id: client.id,
  ehr_client_secret: client.secret ?? '',
})

/** SMART App Launch 1.0: standalone and EHR launch. */
export const smart1 = (client: 'public' | 'symmetric'): Omit<SuitePlan, 'name' | 'title'> => ({
  suite: 'smart',
  path: 'smart',
  client,
  groups: ['smart_full_standalone_launch', 'smart_full_ehr_launch'],
  inputs: given => ({ ...bothLaunches(given), use_pkce: String(client === 'public') }),
})

/** CARIN Blue Button: launch, then the API for the member who signed in. */
export const blueButton = (version: 'v110' | 'v200'): Omit<SuitePlan, 'name' | 'title'> => ({
  suite: `c4bb_${version}`,
  path: 'smart',
  client: 'public',
  groups: [
    `c4bb_${version}_smart_launch-smart_discovery`,
    `c4bb_${version}_smart_launch-smart_standalone_launch`,
    'Group02',
  ],
  inputs: given => ({
    ...bothLaunches(given),
    use_pkce: 'true',
    standalone_requested_scopes: blueButtonScopes,
    // One resource shows little; a tester gives all that the member has.
    ...Object.fromEntries(
      Object.entries(given.ids).flatMap(([type, ids]) => {
        const name = type === 'RelatedPerson' ? 'related_person' : type.toLowerCase()
        return version === 'v110'
          ? [[`additional_${name}_ids`, ids]]
          : [[`c4bb_${version}_${name}__id_search_test_param`, ids]]
      }),
    ),
  }),
})

const blueButtonTypes = [
  'ExplanationOfBenefit',
  'Coverage',
  'Patient',
  'Organization',
  'Practitioner',
]

// What the kit suggests, and RelatedPerson, which its optional group reads.
const blueButtonScopes = [
  'launch/patient openid fhirUser offline_access',
  ...blueButtonTypes.map(type => `patient/${type}.read`),
  ...blueButtonTypes.map(type => `user/${type}.read`),
  'patient/RelatedPerson.read',
].join(' ')

/** A member with claims of one kind only: the profile of that kind is judged, and nothing else again. */
export const oneKindOfClaim = (kind: string, test: string): SuitePlan => ({
  name: `carin-blue-button-2.0.0-${kind}`,
  title: `CARIN Blue Button 2.0.0, a member with ${kind} claims only`,
  ...blueButton('v200'),
  short: true,
  patient: `conformance-${kind}`,
  only: new RegExp(`eob_${test}_validation_test$`),
})

const readPatient = ' patient/Patient.rs'

/** US Core: launches, the API, and from 6.1.0 on granular scopes. */
export const usCore = (version: 'v311' | 'v610' | 'v700'): Omit<SuitePlan, 'name' | 'title'> => ({
  suite: `us_core_${version}`,
  long: true,
  options: [{ id: 'smart_app_launch_version', value: 'smart_app_launch_2' }],
  path: 'smart',
  client: 'symmetric',
  // US Core wants to see a day of death.
  patient: 'conformance-m5',
  // The kit asks for conditions and observations only, and then reads the person whom `fhirUser` names.
  added: { requested_scopes_group1: readPatient, requested_scopes_group2: readPatient },
  groups: [
    'us_core_smart_app_launch',
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

/** Plan-Net: the directory, which asks nobody who they are. */
export const planNet: Omit<SuitePlan, 'name' | 'title'> = {
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
