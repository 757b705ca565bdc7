// list-apps: the vendor's own apps with their standing, the synthetic patient, and what Initialize Patient offers.
import type { AppListAnswer } from '../../vocabulary/operations.ts'
import { type Operation, ok } from '../context.ts'
import { firstSteps } from '../first-steps.ts'
import { ownApps, viewOf } from '../own-apps.ts'
import { bringRequestUpToDate } from '../request-sync.ts'
import { standingsIfUp, unknownStanding } from '../standing.ts'
import { existingPatient, scenarioList } from '../synthetic-patient.ts'

export const listApps: Operation = async call => {
  const apps = await ownApps(call)
  const ids = apps.map(app => app.facts.id)
  const [standings, patient, steps] = await Promise.all([
    standingsIfUp(call.boxes.production, ids),
    existingPatient(call),
    firstSteps(call.boxes.sandbox, ids),
  ])
  const views = await Promise.all(
    apps.map(async app => {
      const standing = standings.get(app.facts.id) ?? unknownStanding
      return viewOf(app, await bringRequestUpToDate(call, app, standing))
    }),
  )
  const answer: AppListAnswer = {
    apps: views,
    ...(patient ? { patient } : {}),
    scenarios: scenarioList(),
    firstSteps: steps,
  }
  return ok(answer)
}
