// Delete and conditional delete: 200 with what was there, 204 when there was nothing.
import type { Box } from '../box.ts'
import type { FhirCall, Reply } from '../context.ts'
import { fail } from '../errors.ts'
import { isResource } from '../json.ts'
import { removeOne } from '../storage/one-resource.ts'
import type { StoredVersion } from '../storage/resources.ts'
import { ownerOf } from '../storage/row.ts'
import { versionReply } from './answers.ts'
import { changing, writingOf } from './changing.ts'
import { pathId } from './incoming.ts'
import { baseOf, findIds } from './search.ts'
import { viewsOf } from './views.ts'
import { matching, refuseNarrowed } from './write.ts'

/** DELETE on an id: 200 with what was deleted, 204 when there was nothing. */
export const remove = async (box: Box, call: FhirCall, type: string): Promise<Reply> => {
  await refuseNarrowed(call, type)
  const id = pathId(type, call.id)
  return changing(box, call, async tx => {
    const removed = await removeOne(writingOf(box), tx, type, id, call.headers['if-match'])
    return removedReply(box, call, removed ? [removed] : [])
  })
}

/** DELETE on a query: several only when the caller says so by `x-conditional-delete: remove-all`. */
export const conditionalDelete = async (box: Box, call: FhirCall, type: string): Promise<Reply> => {
  await refuseNarrowed(call, type)
  const query = call.query.filter(([name]) => name !== '_no-content')
  if (query.length === 0)
    throw fail('required', `DELETE ${type} needs an id, or a query that selects something.`, {
      status: 400,
    })
  const several = call.headers['x-conditional-delete'] === 'remove-all'
  return changing(box, call, async tx => {
    const views = viewsOf(call.sight, baseOf(box, call), box.clock)
    const ids = several
      ? await findIds(tx, type, query, views, 10_000)
      : await matching(box, call, type, query, tx)
    const gone: StoredVersion[] = []
    for (const id of ids) {
      const one = await removeOne(writingOf(box), tx, type, id)
      if (one) gone.push(one)
    }
    return removedReply(box, call, gone)
  })
}

const removedReply = (box: Box, call: FhirCall, removed: readonly StoredVersion[]): Reply => {
  const [first] = removed
  const touched = {
    references: removed.map(({ type, id }) => `${type}/${id}`),
    patients: [...new Set(removed.flatMap(version => patientOf(version) ?? []))],
  }
  const silent = call.query.some(([name, value]) => name === '_no-content' && value === 'true')
  if (!first || silent || removed.length > 1) return { status: 204, headers: {}, touched }
  return { ...versionReply(call, 200, first, { base: baseOf(box, call) }), touched }
}

/** Whose record a version belongs to. */
const patientOf = ({ id, text }: StoredVersion): string | null => {
  const resource: unknown = JSON.parse(text)
  return isResource(resource) ? ownerOf({ ...resource, id }) : null
}
