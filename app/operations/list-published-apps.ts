// The gallery: every published app, for anyone.
import type { GalleryAnswer } from '../../vocabulary/operations.ts'
import { type Operation, ok } from '../context.ts'
import { publishedApp } from '../published-app.ts'

/** 200 with all published apps, by name. */
export const listPublishedApps: Operation = async call => {
  const clients = await call.boxes.production.searchAll('Client', {})
  const apps = await Promise.all(clients.map(client => publishedApp(call, client)))
  const published = apps.filter(app => app !== undefined)
  published.sort((a, b) => a.name.localeCompare(b.name))
  return ok({ apps: published } satisfies GalleryAnswer)
}
