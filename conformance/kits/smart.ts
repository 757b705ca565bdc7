// The SMART App Launch kit: versions 1.0, 2.0 and 2.2, each kind of client for itself.
import type { ClientKind } from '../clients.ts'
import type { Given, KitPlan } from '../suite-plan.ts'

/** SMART App Launch 2.x: standalone and EHR launch, and what the kind of client is good for besides. */
export const smart2 = (client: ClientKind, version: '2' | '2_2'): KitPlan => {
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

/** The client's id and secret, for the launch from the app and for that from the record. */
export const bothLaunches = ({ base, client }: Given): Record<string, string> => ({
  url: base,
  standalone_client_id: client.id,
  standalone_client_secret: client.secret ?? '',
  ehr_client_id: client.id,
  ehr_client_secret: client.secret ?? '',
})

/** SMART App Launch 1.0: standalone and EHR launch. */
export const smart1 = (client: 'public' | 'symmetric'): KitPlan => ({
  suite: 'smart',
  path: 'smart',
  client,
  groups: ['smart_full_standalone_launch', 'smart_full_ehr_launch'],
  inputs: given => ({ ...bothLaunches(given), use_pkce: String(client === 'public') }),
})
