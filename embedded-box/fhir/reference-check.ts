// Every relative reference of what is written must lead to something in this box; external and logical ones need not.
import type { Resource } from '../../vocabulary/aidbox.ts'
import { type BoxError, fail } from '../errors.ts'
import type { Sql } from '../storage/sql.ts'
import { tableOf } from '../storage/tables.ts'
import { outgoing, targetOf } from './references.ts'
import { statementName } from './statement-name.ts'

/**
 * Throws 422 naming the element whose target is missing. `coming` and `going`: what the same transaction creates and
 * deletes; `refuse` may say more about where the resource stands.
 */
export const checkReferences = async (
  sql: Sql,
  resources: readonly Resource[],
  coming: ReadonlySet<string> = new Set(),
  going: ReadonlySet<string> = new Set(),
  refuse: (resource: Resource, error: BoxError) => BoxError = (_, error) => error,
): Promise<void> => {
  const wanted = new Map<string, { type: string; id: string; from: Resource; element: string }>()
  for (const resource of resources) {
    const own = `${resource.resourceType}/${resource.id}`
    for (const { element, reference } of outgoing(resource)) {
      const target = targetOf(reference)
      if (!target || isBuiltIn(target.type)) continue
      const name = `${target.type}/${target.id}`
      if (name === own || coming.has(name) || (wanted.has(name) && !going.has(name))) continue
      wanted.set(name, { ...target, from: resource, element })
    }
  }
  if (wanted.size === 0) return
  const found = await existing(sql, [...wanted.values()])
  for (const [name, { from, element }] of wanted) {
    if (found.has(name) && !going.has(name)) continue
    const path = `${from.resourceType}.${element}`
    const error = fail(
      'invalid',
      `${path} refers to ${name}, which this box does not have. Create it first, or in the same transaction.`,
      { expression: [path] },
    )
    throw refuse(from, error)
  }
}

/** Operations are the box's own and its Apps': policies link to them, nobody stores them. */
const isBuiltIn = (type: string): boolean => type === 'Operation'

/** Which of these exist, as `Type/id`. */
const existing = async (
  sql: Sql,
  targets: readonly { type: string; id: string }[],
): Promise<Set<string>> => {
  const ids = new Map<string, string[]>()
  for (const { type, id } of targets) ids.set(type, [...(ids.get(type) ?? []), id])
  const types = [...ids.keys()].sort()
  const text = types
    .map(
      (type, index) =>
        `select '${type}/' || id as name from ${tableOf(type)} where id = any($${index + 1}::text[])`,
    )
    .join(' union all ')
  const rows = await sql.query<{ name: string }>(
    text,
    types.map(type => ids.get(type) ?? []),
    statementName(text),
    'values',
  )
  return new Set(rows.map(({ name }) => name))
}
