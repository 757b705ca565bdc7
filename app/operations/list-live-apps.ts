// list-live-apps: every app that is or was live in production, by name.
import type { LiveAppsAnswer } from '../../vocabulary/operations.ts'
import { type Operation, ok } from '../context.ts'
import { liveAppSummaries } from '../live-app-summary.ts'
import { factsOf } from '../smart-app.ts'
import { liveStateOf } from '../standing.ts'

export const listLiveApps: Operation = async call => {
  const clients = await call.boxes.production.searchAll('Client', { '.type': 'smart-app' })
  const live = clients.filter(client => factsOf(client) && liveStateOf(client) !== 'none')
  const apps = await liveAppSummaries(call, live)
  const answer: LiveAppsAnswer = {
    apps: apps.sort((one, other) => one.name.localeCompare(other.name, 'en')),
  }
  return ok(answer)
}
