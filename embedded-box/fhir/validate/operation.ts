// `$validate`: would this resource be taken, and does it fit the profiles asked for; answered with 200 either way.
import { type Issue, outcome } from '../../../vocabulary/outcome.ts'
import { isAidboxType } from '../../../vocabulary/resource-types.ts'
import type { Box } from '../../box.ts'
import type { FhirCall, Reply } from '../../context.ts'
import { BoxError, fail } from '../../errors.ts'
import { isResource } from '../../json.ts'
import { joined } from '../../text.ts'
import { canBeId } from '../incoming.ts'
import { read } from '../read.ts'
import { checkReferences } from '../reference-check.ts'
import { refuseNarrowed } from '../write.ts'
import { type Asked, askedOf } from './asked.ts'
import { asStored } from './on-write.ts'
import { hasErrors } from './run.ts'

/** Performs it; refuses like the interaction that `mode` names, before anything is looked up. */
export const validate = async (box: Box, call: FhirCall, type: string): Promise<Reply> => {
  if (isAidboxType(type))
    throw fail('not-supported', `${type} is Aidbox's own; a write says what is wrong with it.`)
  const asked = askedOf(call, type)
  const { mode } = asked
  // the answer tells what exists: only who might write may ask
  if (mode === 'create' || mode === 'update' || mode === 'delete') await refuseNarrowed(call, type)
  const stored = needsStored(asked) ? await storedOf(box, call, type) : undefined
  const issues = mode === 'delete' ? [] : await faultsOf(box, call, type, asked, stored)
  return answer(issues, call, type)
}

const needsStored = ({ mode, resource }: Asked): boolean =>
  mode === 'delete' || resource === undefined

/** The resource as the caller may read it; 404 as a read would say. */
const storedOf = async (box: Box, call: FhirCall, type: string): Promise<unknown> => {
  const reply = await read(box, { ...call, query: [], headers: {} }, type)
  return JSON.parse(joined(reply.body ?? 'null'))
}

const faultsOf = async (
  box: Box,
  call: FhirCall,
  type: string,
  { mode, profiles, resource = undefined }: Asked,
  stored: unknown,
): Promise<Issue[]> => {
  const subject = resource ?? stored
  if (!isResource(subject))
    return [
      fault(
        'structure',
        `This is not a ${type}: JSON with "resourceType": "${type}" is expected.`,
        type,
      ),
    ]
  if (subject.resourceType !== type)
    return [
      fault(
        'invalid',
        `This is a ${subject.resourceType.slice(0, 64)}, the path says ${type}.`,
        'resourceType',
      ),
    ]
  if (!box.validation) throw fail('not-supported', 'This box has no validator.', { status: 501 })
  const validator = await box.validation.validator()
  const writes = mode === 'create' || mode === 'update'
  const issues = validator.validate(writes ? asStored(subject, box.clock()) : subject, { profiles })
  if (mode === 'update' && subject.id !== call.id)
    issues.push(fault('invalid', `The id is not ${call.id}, which the path names.`, `${type}.id`))
  if (mode === 'create' && typeof subject.id === 'string' && canBeId(subject.id))
    issues.push(...(await taken(box, call, type, subject.id)))
  if (writes) issues.push(...(await danglingReferences(box, subject)))
  return issues
}

const taken = async (box: Box, call: FhirCall, type: string, id: string): Promise<Issue[]> => {
  try {
    await read(box, { ...call, id, query: [], headers: {} }, type)
  } catch (error) {
    if (error instanceof BoxError && (error.status === 404 || error.status === 410)) return []
    throw error
  }
  return [fault('duplicate', `${type}/${id} exists already.`, `${type}.id`)]
}

const danglingReferences = async (
  box: Box,
  subject: { resourceType: string },
): Promise<Issue[]> => {
  try {
    await checkReferences(box.database, [subject])
    return []
  } catch (error) {
    if (error instanceof BoxError) return error.outcome.issue
    throw error
  }
}

const fault = (code: Issue['code'], diagnostics: string, expression: string): Issue => ({
  severity: 'error',
  code,
  diagnostics,
  expression: [expression],
})

const answer = (issues: readonly Issue[], call: FhirCall, type: string): Reply => {
  const failed = hasErrors(issues)
  const good: Issue = {
    severity: 'information',
    code: 'informational',
    diagnostics: 'No errors were found.',
  }
  return {
    status: 200,
    headers: {},
    body: JSON.stringify(
      outcome(failed ? [...issues] : [good, ...issues], failed ? 'validationfail' : 'allok'),
    ),
    touched: { references: call.id === undefined ? [] : [`${type}/${call.id}`], patients: [] },
  }
}
