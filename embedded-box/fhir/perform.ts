// Performs one FHIR interaction that was authorised and narrowed: each interaction is one function, found in a table.
import { isResourceType } from '../../vocabulary/resource-types.ts'
import type { Box } from '../box.ts'
import type { FhirCall, InteractionId, Reply } from '../context.ts'
import { fail } from '../errors.ts'
import { isObject } from '../json.ts'
import { batch } from './batch.ts'
import { capabilities } from './capability-statement.ts'
import { everythingOf } from './everything.ts'
import { history } from './history.ts'
import { read, readVersion } from './read.ts'
import { conditionalDelete, remove } from './remove.ts'
import { search } from './search.ts'
import { transaction } from './transaction.ts'
import { validate } from './validate/operation.ts'
import { conditionalUpdate, create, patch, update, type WriteOptions } from './write.ts'

type Perform = (box: Box, call: FhirCall, type: string, options: WriteOptions) => Promise<Reply>

// the fourth argument of these is a transaction, which a call from outside has not
const readOne: Perform = (box, call, type) => read(box, call, type)
const searchType: Perform = (box, call, type) => search(box, call, type)
const validateOne: Perform = (box, call, type) => validate(box, call, type)

const updateEither: Perform = (box, call, type, options) =>
  call.id === undefined
    ? conditionalUpdate(box, call, type, options)
    : update(box, call, type, options)

const removeEither: Perform = (box, call, type) =>
  call.id === undefined ? conditionalDelete(box, call, type) : remove(box, call, type)

/** Interactions on a type. */
const onType: Partial<Record<InteractionId, Perform>> = {
  FhirRead: readOne,
  FhirVRead: readVersion,
  FhirSearch: searchType,
  FhirPostSearch: searchType,
  FhirCompartmentSearch: searchType,
  FhirCreate: create,
  FhirUpdate: updateEither,
  FhirConditionalUpdate: conditionalUpdate,
  FhirPatch: patch,
  FhirDelete: removeEither,
  FhirConditionalDelete: conditionalDelete,
  FhirHistoryInstance: history,
  FhirHistoryType: history,
  FhirEverything: everythingOf,
  FhirValidate: validateOne,
  Read: readOne,
  Search: searchType,
  Create: create,
  Update: updateEither,
  Patch: patch,
  Delete: removeEither,
}

/** Answers a call, or throws a BoxError. References are checked unless the caller says otherwise. */
export const perform = async (
  box: Box,
  call: FhirCall,
  options: WriteOptions = { checkReferences: true },
): Promise<Reply> => {
  refuseNul(call)
  if (call.interaction === 'FhirCapabilities') return capabilities(box)
  if (call.interaction === 'FhirTransaction')
    return isBatch(call.body)
      ? batch(box, call, entry => perform(box, entry, options))
      : transaction(box, call, options)
  const one = onType[call.interaction]
  const type = call.interaction === 'FhirEverything' ? 'Patient' : call.type
  if (!one) throw fail('not-supported', `${call.interaction} is not performed by this box.`)
  if (type === undefined || !isResourceType(type))
    throw fail('not-supported', `There is no resource type ${(type ?? '').slice(0, 64)}.`, {
      status: 404,
    })
  return one(box, call, type, options)
}

/** Anything that is neither is refused by `transaction`, which says what it expects. */
const isBatch = (body: unknown): boolean => isObject(body) && body.type === 'batch'

/** What the database cannot keep it cannot be asked for either. */
const refuseNul = (call: FhirCall): void => {
  const texts = [call.id, call.versionId, call.compartment?.id, ...call.query.flat()]
  if (texts.some(text => text?.includes('\u0000')))
    throw fail('value', 'The request contains U+0000, which no id or value has. Remove it.', {
      status: 400,
    })
}
