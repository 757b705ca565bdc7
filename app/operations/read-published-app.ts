// One published app, for anyone; what is not published does not exist here.
import { type Operation, ok } from '../context.ts'
import { notFound } from '../errors.ts'
import { publishedApp } from '../published-app.ts'

/** 200 with the published app, or 404. */
export const readPublishedApp: Operation = async call => {
  const client = await call.boxes.production.read('Client', call.params.id ?? '')
  const app = client ? await publishedApp(call, client) : undefined
  if (!app) throw notFound('published app', 'not-published')
  return ok(app)
}
