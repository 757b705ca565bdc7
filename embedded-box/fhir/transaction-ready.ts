// What a transaction will write: versions compared, patches applied, content checked, before the first write.
import type { Resource } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import { fail } from '../errors.ts'
import { parseExactly } from '../exact-decimals.ts'
import { isResource } from '../json.ts'
import { requireMatch } from '../storage/one-resource.ts'
import type { Current } from '../storage/write.ts'
import { atEntry } from './bundle-entries.ts'
import { prepared } from './incoming.ts'
import { patched } from './patch.ts'
import { notThere } from './read.ts'
import type { Planned } from './transaction-plan.ts'

export interface Ready {
  step: Planned
  type: string
  resource: Resource & { id: string }
}

/** Versions compared, content checked; in between others get their turn. */
export const readySteps = async (
  box: Box,
  steps: readonly Planned[],
  current: ReadonlyMap<string, Current>,
): Promise<Ready[]> => {
  const ready: Ready[] = []
  for (const [count, step] of steps.entries()) {
    if (count % 50 === 49) await new Promise(resolve => setImmediate(resolve))
    const { kind, type, id, call, entry } = step
    if (kind === 'get' || step.existing || id === undefined) continue
    try {
      const now = current.get(`${type}/${id}`)
      requireMatch(type, id, now?.version, call.headers['if-match'])
      if (kind === 'delete') continue
      if (now && call.headers['if-none-match']?.trim() === '*')
        throw fail('conflict', `${type}/${id} exists already.`, { status: 412 })
      const before = now && parsed(now)
      if (kind === 'patch' && !before) throw notThere(type, id)
      const after = kind === 'patch' && before ? patched(call, before) : step.resource
      if (!isResource(after)) throw fail('structure', 'The entry has no resource.')
      ready.push({ step, type, resource: await prepared(box, { ...after, id }, () => before) })
    } catch (error) {
      throw atEntry(error, entry)
    }
  }
  return ready
}

const parsed = ({ body }: Current): Resource | undefined => {
  const resource: unknown = parseExactly(body)
  return isResource(resource) ? resource : undefined
}
