// Builds an AuditEvent in the shape of IHE's basic audit patterns: who, through which client, did what, to whose record.
// Pure: the front writes reads in batches, auth and decisions write theirs in the transaction of their cause.
import type { Resource } from '../vocabulary/aidbox.ts'

const auditType = 'http://terminology.hl7.org/CodeSystem/audit-event-type'
const dicom = 'http://dicom.nema.org/resources/ontology/DCM'
const objectRole = 'http://terminology.hl7.org/CodeSystem/object-role'
const objectType = 'http://terminology.hl7.org/CodeSystem/audit-entity-type'
const restful = 'http://hl7.org/fhir/restful-interaction'
const xRequestId = 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType'

/** Events of the box that are no FHIR interaction: DICOM's codes where it has one, Aidbox's names otherwise. */
export const securityEvents = {
  login: { system: dicom, code: '110122', display: 'Login' },
  logout: { system: dicom, code: '110123', display: 'Logout' },
  authentication: { system: dicom, code: '110114', display: 'User Authentication' },
  passwordChanged: { system: dicom, code: '110139', display: 'User Security Attributes Changed' },
  consent: { system: 'https://plan-api.example/fhir/CodeSystem/plan-api', code: 'consent' },
  authorizeStarted: {
    system: 'https://plan-api.example/fhir/CodeSystem/plan-api',
    code: 'authorize-started',
  },
  tokenIssued: {
    system: 'https://plan-api.example/fhir/CodeSystem/plan-api',
    code: 'token-issued',
  },
  tokenRefreshed: {
    system: 'https://plan-api.example/fhir/CodeSystem/plan-api',
    code: 'token-refreshed',
  },
  tokenReused: {
    system: 'https://plan-api.example/fhir/CodeSystem/plan-api',
    code: 'token-reused',
  },
  tokenRevoked: {
    system: 'https://plan-api.example/fhir/CodeSystem/plan-api',
    code: 'token-revoked',
  },
  clientAuthentication: {
    system: 'https://plan-api.example/fhir/CodeSystem/plan-api',
    code: 'client-authentication',
  },
  authorizeRefused: {
    system: 'https://plan-api.example/fhir/CodeSystem/plan-api',
    code: 'authorize-refused',
  },
  tokenRefused: {
    system: 'https://plan-api.example/fhir/CodeSystem/plan-api',
    code: 'token-refused',
  },
  revocationRefused: {
    system: 'https://plan-api.example/fhir/CodeSystem/plan-api',
    code: 'revocation-refused',
  },
  refused: { system: 'https://plan-api.example/fhir/CodeSystem/plan-api', code: 'refused' },
} as const

export type SecurityEvent = keyof typeof securityEvents

export interface AuditFacts {
  /** A FHIR interaction (`read`, `search-type`, `create`, …), an `operation`, or an event of the box. */
  event: { interaction: string } | { operation: string } | { security: SecurityEvent }
  /** When it happened. */
  at: Date
  /** Create, Read, Update, Delete, Execute. */
  action: 'C' | 'R' | 'U' | 'D' | 'E'
  outcome: 'success' | 'refused' | 'failed'
  /** Why, in words without a person's data. */
  reason?: string
  /** Client and User by id. */
  client?: string
  user?: string
  /** Where the request came from. */
  address?: string
  /** The box's base URL. */
  site: string
  /** Ids of Patients whose record it was. */
  patients?: readonly string[]
  /** What was touched, as `Type/id`. */
  references?: readonly string[]
  /** The same in words, where it is much: what waits to be written is one text then, not hundreds. */
  resources?: string
  /** Ties together what belongs together: the request's id, and the flow's for authorize, consent and token. */
  requestId?: string
  flowId?: string
  /** Further facts: granted scopes, the policy that let it in. Nothing secret, nothing personal. */
  details?: Readonly<Record<string, string>>
}

/** The AuditEvent for these facts, without an id: the store gives one. */
export const auditEvent = (facts: AuditFacts): Resource => ({
  resourceType: 'AuditEvent',
  ...kindOf(facts.event),
  action: facts.action,
  recorded: facts.at.toISOString(),
  outcome: { success: '0', refused: '4', failed: '8' }[facts.outcome],
  ...(facts.reason ? { outcomeDesc: facts.reason } : {}),
  agent: agents(facts),
  source: { observer: { display: facts.site }, site: facts.site },
  entity: entities(facts),
})

const kindOf = (event: AuditFacts['event']) => {
  if ('security' in event)
    return {
      type: { system: dicom, code: '110113', display: 'Security Alert' },
      subtype: [securityEvents[event.security]],
    }
  const rest = { system: auditType, code: 'rest' }
  return 'interaction' in event
    ? { type: rest, subtype: [{ system: restful, code: event.interaction }] }
    : {
        type: rest,
        subtype: [
          { system: restful, code: 'operation' },
          { system: 'https://plan-api.example/fhir/CodeSystem/operation', code: event.operation },
        ],
      }
}

const agents = ({ client, user, address, site }: AuditFacts) => {
  const network = address ? { network: { address, type: '2' } } : {}
  const list = [
    ...(client
      ? [
          {
            type: agentType('110153'),
            who: { reference: `Client/${client}` },
            name: client,
            requestor: !user,
            ...network,
          },
        ]
      : []),
    ...(user
      ? [
          {
            type: {
              coding: [
                {
                  system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
                  code: 'IRCP',
                },
              ],
            },
            who: { reference: `User/${user}` },
            requestor: true,
            ...(client ? {} : network),
          },
        ]
      : []),
  ]
  // FHIR wants an agent: where nobody is known, it is the box itself that noticed
  return list.length > 0
    ? list
    : [
        {
          type: agentType('110152'),
          who: { display: site },
          requestor: false,
        },
      ]
}

// no display: an event is written for every request, and the codes say it all
const agentType = (code: string) => ({ coding: [{ system: dicom, code }] })

/** What was touched alone is an entity that can be searched for; a page is found by its patient, and told in words. */
const mostEntities = 1

const entities = (facts: AuditFacts) => {
  const { patients, references = [], requestId, flowId, details } = facts
  const resources = resourcesOf(facts)
  const seen = new Set<string>()
  const single = resources === undefined ? references : []
  const once = (reference: string) => !seen.has(reference) && seen.add(reference)
  const list = [
    ...(patients ?? [])
      .map(id => `Patient/${id}`)
      .filter(once)
      .map(reference => ({
        what: { reference },
        type: { system: objectType, code: '1' },
        role: { system: objectRole, code: '1' },
      })),
    ...single.filter(once).map(reference => ({
      what: { reference },
      type: { system: objectType, code: '2' },
      role: { system: objectRole, code: '4' },
    })),
    ...[
      ['request', requestId],
      ['flow', flowId],
    ].flatMap(([name, value]) =>
      value
        ? [
            {
              what: { identifier: { value } },
              type: { system: xRequestId, code: 'XrequestId' },
              name,
            },
          ]
        : [],
    ),
  ]
  const further = [
    ...Object.entries(details ?? {}),
    ...(resources === undefined ? [] : [['resources', resources]]),
  ].map(([type, valueString]) => ({ type, valueString }))
  return further.length > 0
    ? [...list, { type: { system: objectType, code: '4' }, detail: further }]
    : list
}

/** What was touched, in words; undefined where it stands in entities of its own. */
export const resourcesOf = ({
  references = [],
  resources,
}: Pick<AuditFacts, 'references' | 'resources'>): string | undefined =>
  resources ?? (references.length > mostEntities ? inWords(references) : undefined)

/** `ExplanationOfBenefit/1,2 Organization/7`: what was touched, where it is too much to be searched for. */
const inWords = (references: readonly string[]): string => {
  const ids = new Map<string, string[]>()
  for (const reference of new Set(references)) {
    const slash = reference.indexOf('/')
    const type = reference.slice(0, slash)
    const known = ids.get(type)
    if (known) known.push(reference.slice(slash + 1))
    else ids.set(type, [reference.slice(slash + 1)])
  }
  return [...ids].map(([type, some]) => `${type}/${some.join(',')}`).join(' ')
}
