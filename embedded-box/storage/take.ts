// Takes what can be taken once and writes a resource for it, in one statement: the same as a transaction of five, without their ways.
import type { Resource } from '../../vocabulary/aidbox.ts'
import type { Announcer } from './changes.ts'
import { isContention } from './failures.ts'
import type { Writing } from './one-resource.ts'
import type { Change } from './resources.ts'
import { rowOf } from './row.ts'
import type { Database } from './sql.ts'
import { type Taking, writeRows } from './write.ts'

interface Taker {
  taking: Taking
  resource: Resource & { id: string }
  replace: boolean
  beside: Resource
}

/** True when it was taken and all is written; false when it was not there and nothing is. */
export const takeAndWrite = async (
  database: Database,
  announcer: Pick<Announcer, 'notice' | 'committed'>,
  { clock, newId }: Pick<Writing, 'clock' | 'newId'>,
  { taking, resource, replace, beside }: Taker,
): Promise<boolean> => {
  const { resourceType: type, id } = resource
  const changes: Change[] = [{ type, id, kind: replace ? 'update' : 'create' }]
  const now = clock()
  const row = rowOf(resource, now, { posted: !replace })
  const options = {
    replace,
    history: replace,
    beside: rowOf({ ...beside, id: newId() }, now),
    taking,
    notice: announcer.notice(changes),
  }
  // like a transaction: what only stood in another's way is tried once more
  const written = await writeRows(database, [row], options).catch(error => {
    if (isContention(error)) return writeRows(database, [row], options)
    throw error
  })
  if (written.size === 0) return false
  announcer.committed(changes)
  return true
}
