// The CARIN Blue Button kit: launch, then the API for the member who signed in.
import type { KitPlan, SuitePlan } from '../suite-plan.ts'
import { bothLaunches } from './smart.ts'

/** CARIN Blue Button: launch, then the API for the member who signed in. */
export const blueButton = (version: 'v110' | 'v200'): KitPlan => ({
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
    // Without it the 1.1.0 kit stops at its own read of the patient.
    ...(version === 'v110' ? { additional_patient_ids: given.patient } : {}),
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
