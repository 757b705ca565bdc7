// The CapabilityStatement: derived from the search table and the list of types, never typed by hand.
import { fhirTypes } from '../../vocabulary/resource-types.ts'
import { searchParameters } from '../../vocabulary/search-parameters.ts'
import { supportedProfilesOf } from '../../vocabulary/supported-profiles.ts'
import type { Box } from '../box.ts'
import type { Reply } from '../context.ts'
import { parametersOf } from './parameters.ts'

const interactions = [
  'read',
  'vread',
  'update',
  'patch',
  'delete',
  'history-instance',
  'history-type',
  'create',
  'search-type',
]

/** Public by policy, not by being special. */
export const capabilities = (box: Box): Reply => {
  const { baseUrl, version, name } = box.config
  const known = cached.get(box.config) ?? JSON.stringify(statement(baseUrl, version, name))
  cached.set(box.config, known)
  return { status: 200, headers: {}, body: known }
}

const cached = new WeakMap<object, string>()

const statement = (baseUrl: string, version = '0', name: string) => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: '2026-11-01',
  kind: 'instance',
  software: { name: 'Plan API embedded box', version },
  implementation: { description: `The ${name} box`, url: `${baseUrl}/fhir` },
  fhirVersion: '4.0.1',
  format: ['application/fhir+json', 'application/json'],
  patchFormat: ['application/json-patch+json', 'application/merge-patch+json'],
  instantiates: [
    'http://hl7.org/fhir/us/carin-bb/CapabilityStatement/c4bb',
    'http://hl7.org/fhir/us/core/CapabilityStatement/us-core-server',
  ],
  rest: [
    {
      mode: 'server',
      security: {
        cors: true,
        service: [
          {
            coding: [
              {
                system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
                code: 'SMART-on-FHIR',
              },
            ],
          },
        ],
        extension: [
          {
            url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
            extension: [
              { url: 'authorize', valueUri: `${baseUrl}/auth/authorize` },
              { url: 'token', valueUri: `${baseUrl}/auth/token` },
              { url: 'introspect', valueUri: `${baseUrl}/auth/introspect` },
              { url: 'manage', valueUri: `${baseUrl}/auth/grants` },
              { url: 'revoke', valueUri: `${baseUrl}/auth/revoke` },
            ],
          },
        ],
      },
      resource: fhirTypes.map(resourceOf),
      interaction: [{ code: 'transaction' }, { code: 'batch' }],
    },
  ],
})

const resourceOf = (type: string) => {
  const facts = searchParameters[type]
  const supportedProfile = supportedProfilesOf(type)
  return {
    type,
    ...(supportedProfile.length > 0 ? { supportedProfile } : {}),
    interaction: interactions.map(code => ({ code })),
    versioning: 'versioned-update',
    readHistory: true,
    updateCreate: true,
    conditionalCreate: true,
    conditionalRead: 'full-support',
    conditionalUpdate: true,
    conditionalDelete: 'multiple',
    referencePolicy: ['literal', 'logical', 'enforced'],
    ...(facts && facts.includes.length > 0 ? { searchInclude: facts.includes } : {}),
    ...(facts && facts.revincludes.length > 0 ? { searchRevInclude: facts.revincludes } : {}),
    searchParam: [...parametersOf(type).values()].map(({ name, kind }) => ({ name, type: kind })),
    operation: [
      { name: 'validate', definition: 'http://hl7.org/fhir/OperationDefinition/Resource-validate' },
      ...(type === 'Patient'
        ? [
            {
              name: 'everything',
              definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything',
            },
          ]
        : []),
    ],
  }
}
