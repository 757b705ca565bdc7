// register-app: a vendor's new smart app: its Client in the sandbox, and for confidential apps a secret of 256 bits.
import type { JSONSchemaType } from 'ajv'
import type { Stored, User } from '../../vocabulary/aidbox.ts'
import type { SmartAppFields, SmartAppWithSecret } from '../../vocabulary/operations.ts'
import { type Plan, withAccount } from '../account.ts'
import { auditEntry } from '../audit.ts'
import { created, type Operation, type OperationCall, ok } from '../context.ts'
import { invalid } from '../errors.ts'
import { checker } from '../input.ts'
import { isRecord, numberAt } from '../json.ts'
import { keepLogo } from '../logos.ts'
import { type OwnApp, ownApps, viewNow } from '../own-apps.ts'
import { freshSecret, readSecrets, sealedSecretEntry } from '../sealed-secrets.ts'
import { fieldsOf, toClient } from '../smart-app.ts'
import { demandAllowed, differingFields, fieldLabels, fieldSchemas } from '../smart-app-fields.ts'

type NewApp = Partial<SmartAppFields> & Pick<SmartAppFields, 'name' | 'oauthType'>

const nullable = <S extends object>(schema: S) => ({ ...schema, nullable: true }) as const

const parse = checker<NewApp>(
  {
    type: 'object',
    properties: {
      name: fieldSchemas.name,
      oauthType: fieldSchemas.oauthType,
      redirectUrl: nullable(fieldSchemas.redirectUrl),
      launchUrl: nullable(fieldSchemas.launchUrl),
      logoUrl: nullable(fieldSchemas.logoUrl),
      organizationName: nullable(fieldSchemas.organizationName),
      organizationUrl: nullable(fieldSchemas.organizationUrl),
      privacyPolicyUrl: nullable(fieldSchemas.privacyPolicyUrl),
      securityPolicyUrl: nullable(fieldSchemas.securityPolicyUrl),
      termsOfServiceUrl: nullable(fieldSchemas.termsOfServiceUrl),
      description: nullable(fieldSchemas.description),
      scopes: nullable(fieldSchemas.scopes),
    },
    required: ['name', 'oauthType'],
    additionalProperties: false,
  } satisfies JSONSchemaType<NewApp>,
  fieldLabels,
)

const mostApps = 100

export const registerApp: Operation = async call => {
  const fields = withEmptyFields(parse(call.input))
  demandAllowed(fields, {
    allowsLoopback: true,
    verifiedScopes: call.config.verifiedScopes,
  })

  const { app, isNew } = await withAccount(call, user => plan(call, user, fields))

  const secrets = fields.oauthType === 'secret' ? await readSecrets(call, app.facts.id) : undefined
  const logoNotice =
    isNew && fields.logoUrl
      ? await keepLogo(call, call.boxes.sandbox, app.facts.id, fields.logoUrl)
      : undefined
  const answer: SmartAppWithSecret = {
    ...(await viewNow(call, app)),
    ...(logoNotice ? { logoNotice } : {}),
    ...(secrets ? { secret: secrets.current } : {}),
  }
  return isNew ? created(answer) : ok(answer)
}

/** A vendor's apps have different names: that is how a repeated click is told from a second app. */
const plan = async (
  call: OperationCall,
  user: Stored<User>,
  fields: SmartAppFields,
): Promise<Plan<{ app: OwnApp; isNew: boolean }>> => {
  const apps = await ownApps(call)
  const namesake = apps.find(app => sameName(app.client.name, fields.name))
  if (namesake) {
    if (differingFields(fieldsOf(namesake.client), fields).length > 0)
      throw invalid([
        {
          field: 'name',
          message:
            'You have an application with this name already: edit that one, or choose another name.',
        },
      ])
    return { answer: { app: namesake, isNew: false } }
  }
  if (apps.length >= mostApps)
    throw invalid([
      { field: 'name', message: `You have ${mostApps} applications: delete one you do not need.` },
    ])

  const now = call.clock()
  const facts = {
    id: call.newId(),
    owner: user.id,
    version: 1,
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
  }
  const secret = fields.oauthType === 'secret' ? freshSecret() : undefined
  const client = toClient(facts, fields, secret)
  const data = isRecord(user.data) ? user.data : {}
  return {
    // A changed User is what makes two registrations at once one after the other.
    change: { data: { ...data, appsRegistered: (numberAt(data, 'appsRegistered') ?? 0) + 1 } },
    entries: [
      { resource: client, request: { method: 'PUT', url: `Client/${facts.id}` } },
      ...(secret ? [sealedSecretEntry(call, facts.id, secret)] : []),
      auditEntry(
        { what: 'register-app', action: 'C', by: call.caller, about: [{ client: facts.id }] },
        now,
      ),
    ],
    answer: { app: { client: { ...client, meta: { versionId: '' } }, facts }, isNew: true },
  }
}

const sameName = (one: string | undefined, other: string): boolean =>
  one?.toLocaleLowerCase('en') === other.toLocaleLowerCase('en')

const withEmptyFields = (given: NewApp): SmartAppFields => ({
  name: given.name,
  oauthType: given.oauthType,
  redirectUrl: given.redirectUrl ?? '',
  launchUrl: given.launchUrl ?? '',
  logoUrl: given.logoUrl ?? '',
  organizationName: given.organizationName ?? '',
  organizationUrl: given.organizationUrl ?? '',
  privacyPolicyUrl: given.privacyPolicyUrl ?? '',
  securityPolicyUrl: given.securityPolicyUrl ?? '',
  termsOfServiceUrl: given.termsOfServiceUrl ?? '',
  description: given.description ?? '',
  scopes: given.scopes ?? [],
})
