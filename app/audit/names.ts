// Names for the ids in rows of the audit: one search a type and page, never one a row.
import type { AuditRow } from '../../vocabulary/staff.ts'
import type { BoxClient } from '../box-client.ts'
import { userOf } from '../envelope.ts'

/** The rows with names where there still are such people and apps. */
export const withNames = async (box: BoxClient, rows: readonly AuditRow[]): Promise<AuditRow[]> => {
  const people = unique(rows.flatMap(({ person, about }) => [person?.id, about?.id]))
  const apps = unique(rows.map(({ app }) => app?.id))
  const [users, clients] = await Promise.all([
    people.length > 0 ? box.searchAll('User', { _id: people.join(',') }) : [],
    apps.length > 0 ? box.searchAll('Client', { _id: apps.join(',') }) : [],
  ])
  const personNames = new Map(
    users.map(user => {
      const person = userOf(user)
      return [user.id, person?.name || person?.email || user.id]
    }),
  )
  const appNames = new Map(clients.map(({ id, name }) => [id, name ?? id]))
  return rows.map(row => ({
    ...row,
    ...(row.person ? { person: named(row.person.id, personNames) } : {}),
    ...(row.about ? { about: named(row.about.id, personNames) } : {}),
    ...(row.app ? { app: named(row.app.id, appNames) } : {}),
  }))
}

const unique = (ids: readonly (string | undefined)[]): string[] => [
  ...new Set(ids.filter(id => id !== undefined)),
]

const named = (id: string, names: ReadonlyMap<string, string>) => {
  const name = names.get(id)
  return name ? { id, name } : { id }
}
