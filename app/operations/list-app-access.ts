// list-app-access: which members allowed a live app, and the sessions it holds, 20 of each a page.
import type { AppAccessAnswer } from '../../vocabulary/staff.ts'
import { type Operation, ok } from '../context.ts'
import { userOf } from '../envelope.ts'
import { referencedId } from '../json.ts'
import { liveApp } from '../live-app.ts'
import { pageOf, pageSize } from '../page-number.ts'
import { grantView, sessionView } from '../person-view.ts'

export const listAppAccess: Operation = async call => {
  const page = pageOf(call.query)
  const client = await liveApp(call, call.params.id ?? '')
  const box = call.boxes.production
  const paging = { client: client.id, _sort: '_id', _count: String(pageSize), _page: String(page) }
  const [grants, sessions] = await Promise.all([
    box.search('Grant', paging),
    box.search('Session', paging),
  ])
  const ids = [...grants.resources, ...sessions.resources].flatMap(
    ({ user }) => referencedId(user, 'User') ?? [],
  )
  const users =
    ids.length > 0 ? await box.searchAll('User', { _id: [...new Set(ids)].join(',') }) : []
  const person = (reference: unknown) => {
    const id = referencedId(reference, 'User') ?? ''
    const account = userOf(users.find(user => user.id === id))
    const name = account?.name || account?.email
    return name ? { id, name } : { id }
  }
  const answer: AppAccessAnswer = {
    app: { id: client.id, name: client.name ?? client.id },
    grants: grants.resources.map(grant => {
      const { id, patient, since, until } = grantView(grant, new Map())
      return {
        id,
        person: person(grant.user),
        ...(patient ? { patient } : {}),
        since,
        ...(until ? { until } : {}),
      }
    }),
    totalGrants: grants.total,
    sessions: sessions.resources.map(session => {
      const { id, since, expires } = sessionView(session)
      return {
        id,
        ...(session.user ? { person: person(session.user) } : {}),
        ...(since ? { since } : {}),
        ...(expires ? { expires } : {}),
      }
    }),
    totalSessions: sessions.total,
    page,
  }
  return ok(answer)
}
