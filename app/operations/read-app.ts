// read-app: one of the vendor's own apps, with its standing in production.
import { type Operation, ok } from '../context.ts'
import { ownApp, viewOf } from '../own-apps.ts'
import { bringRequestUpToDate } from '../request-sync.ts'
import { standingsIfUp, unknownStanding } from '../standing.ts'

export const readApp: Operation = async call => {
  const app = await ownApp(call)
  const standing = await standingsIfUp(call.boxes.production, [app.facts.id])
  return ok(
    viewOf(
      app,
      await bringRequestUpToDate(call, app, standing.get(app.facts.id) ?? unknownStanding),
    ),
  )
}
