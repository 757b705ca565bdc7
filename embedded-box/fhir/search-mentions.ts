// References that a resource lists in one text instead of elements: an AuditEvent names a whole page of results so.
// Nothing is indexed for them, since such events are written with most requests. What belongs to a patient is looked for
// among that patient's events only; what belongs to nobody, in all of them.
import { hasOwner, tableOf } from '../storage/tables.ts'
import { any, type Condition } from './condition.ts'
import { targetKey } from './keys.ts'
import type { Target } from './references.ts'

/** Parameters whose references may also stand in a text: `Type/1,2 Other/3`, as audit-event.ts writes it. */
const listed: ReadonlySet<string> = new Set(['AuditEvent.entity'])

/** True where some of these are listed; undefined for parameters that list nothing. */
export const mentions = (
  type: string,
  parameter: string,
  targets: readonly Target[],
): Condition | undefined =>
  listed.has(`${type}.${parameter}`)
    ? any(targets.map(target => mention(parameter, target)))
    : undefined

const mention = (parameter: string, { type, id }: Target): Condition => {
  const text = `"type":"resources","valueString":"([^"]* )?${escaped(type)}/([A-Za-z0-9.-]+,)*${escaped(id)}[," ]`
  if (!hasOwner(type)) return ({ row, bind }) => `${row}.body ~ ${bind(text)}`
  // also when it is deleted by now: its history knows whose it was
  return ({ row, keys, bind }) => {
    const own = bind(id)
    return `${keys} && (select coalesce(array_agg(${bind(targetKey(parameter, 'Patient/'))}::text || p.patient), '{}') from (
        select o.patient from ${tableOf(type)} o where o.id = ${own}
        union select h.patient from history h where h.type = '${type}' and h.id = ${own}) p
      where p.patient is not null) and ${row}.body ~ ${bind(text)}`
  }
}

const escaped = (text: string): string => text.replaceAll(/[^A-Za-z0-9]/g, '\\$&')
