// update-app: saves the form over the version that was read; while a request is pending, the request follows.
import type { JSONSchemaType } from 'ajv'
import type { Stored } from '../../vocabulary/aidbox.ts'
import type { SmartAppFields, SmartAppWithSecret } from '../../vocabulary/operations.ts'
import { auditEntry } from '../audit.ts'
import { type Operation, type OperationCall, ok } from '../context.ts'
import { conflict, invalid, isConflict } from '../errors.ts'
import { checker } from '../input.ts'
import { keepLogo } from '../logos.ts'
import { type OwnApp, ownApp, ownApps, viewOf } from '../own-apps.ts'
import { bringRequestUpToDate } from '../request-sync.ts'
import { freshSecret, readSecrets, sealedSecretEntry } from '../sealed-secrets.ts'
import { factsOf, fieldsOf, toClient } from '../smart-app.ts'
import {
  demandAllowed,
  demandComplete,
  differingFields,
  fieldLabels,
  fieldNames,
  fieldSchemas,
} from '../smart-app-fields.ts'
import { standingsIfUp, unknownStanding } from '../standing.ts'

type SavedApp = SmartAppFields & { version: number }

const parse = checker<SavedApp>(
  {
    type: 'object',
    properties: { ...fieldSchemas, version: { type: 'integer', minimum: 1 } },
    required: [...fieldNames, 'version'],
    additionalProperties: false,
  } satisfies JSONSchemaType<SavedApp>,
  fieldLabels,
)

export const updateApp: Operation = async call => {
  const { version, ...fields } = parse(call.input)
  const stored = await ownApp(call)
  const standing =
    (await standingsIfUp(call.boxes.production, [stored.facts.id])).get(stored.facts.id) ??
    unknownStanding
  const isPending = standing !== unknownStanding && standing.request?.state === 'pending'
  demandAllowed(fields, {
    allowsLoopback: !isPending || call.config.mode === 'demo',
    verifiedScopes: call.config.verifiedScopes,
  })
  if (isPending) demandComplete(fields)

  const app = await save(call, stored, fields, version)
  const secret = await newSecret(call, stored, app)
  const logoNotice =
    fieldsOf(stored.client).logoUrl === fields.logoUrl
      ? undefined
      : await keepLogo(call, call.boxes.sandbox, app.facts.id, fields.logoUrl)
  const answer: SmartAppWithSecret = {
    ...viewOf(app, await bringRequestUpToDate(call, app, standing)),
    ...(logoNotice ? { logoNotice } : {}),
    ...(secret ? { secret } : {}),
  }
  return ok(answer)
}

const save = async (
  call: OperationCall,
  stored: OwnApp,
  fields: SmartAppFields,
  version: number,
): Promise<OwnApp> => {
  const isUnchanged = differingFields(fieldsOf(stored.client), fields).length === 0
  // A repeat of the save that made this version: its answer was lost, or the button was clicked twice.
  if (isUnchanged && (version === stored.facts.version || version === stored.facts.version - 1))
    return stored
  if (version !== stored.facts.version) throw changedMeanwhile(stored.facts.version)
  await demandOwnName(call, stored, fields.name)

  const now = call.clock()
  const facts = { ...stored.facts, version: version + 1, updatedAt: now.toISOString() }
  const kept = await readSecrets(call, facts.id)
  const secret = kept?.current ?? freshSecret()
  const client = toClient(facts, fields, secret)
  try {
    await call.boxes.sandbox.transaction([
      {
        resource: client,
        request: {
          method: 'PUT',
          url: `Client/${facts.id}`,
          ifMatch: `W/"${stored.client.meta.versionId}"`,
        },
      },
      // A secret once made stays sealed: the live app may still need it.
      ...(fields.oauthType === 'secret' && !kept
        ? [sealedSecretEntry(call, facts.id, secret)]
        : []),
      auditEntry(
        { what: 'update-app', action: 'U', by: call.caller, about: [{ client: facts.id }] },
        now,
      ),
    ])
  } catch (error) {
    if (!isConflict(error)) throw error
    const current = await call.boxes.sandbox.read('Client', facts.id)
    throw changedMeanwhile(current ? (factsOf(current)?.version ?? version) : version)
  }
  return { client: asStored(client, stored), facts }
}

/** The secret, when this save made the app confidential for the first time. */
const newSecret = async (
  call: OperationCall,
  before: OwnApp,
  after: OwnApp,
): Promise<string | undefined> => {
  const became =
    fieldsOf(before.client).oauthType === 'pkce' && fieldsOf(after.client).oauthType === 'secret'
  return became ? (await readSecrets(call, after.facts.id))?.current : undefined
}

const demandOwnName = async (call: OperationCall, app: OwnApp, name: string): Promise<void> => {
  if (app.client.name?.toLocaleLowerCase('en') === name.toLocaleLowerCase('en')) return
  const namesake = (await ownApps(call)).some(
    other =>
      other.facts.id !== app.facts.id &&
      other.client.name?.toLocaleLowerCase('en') === name.toLocaleLowerCase('en'),
  )
  if (namesake)
    throw invalid([
      { field: 'name', message: 'Another of your applications has this name: choose another.' },
    ])
}

const changedMeanwhile = (current: number) =>
  conflict(
    `This application was changed in the meantime; its version is ${current} now. Load it again before you save.`,
    'version',
  )

const asStored = (client: ReturnType<typeof toClient>, { client: before }: OwnApp) =>
  ({ ...client, meta: before.meta }) satisfies Stored
