// reinstate-app: a suspended app is live again; its vendor is told.
import { type Operation, ok } from '../context.ts'
import { liveApp, reinstateApp as reinstate } from '../live-app.ts'
import { liveAppSummaries } from '../live-app-summary.ts'
import { parseReason } from '../reason-input.ts'

export const reinstateApp: Operation = async call => {
  const { reason } = parseReason(call.input)
  const clientId = call.params.id ?? ''
  await reinstate(call, { clientId, reason })
  const [summary] = await liveAppSummaries(call, [await liveApp(call, clientId)])
  return ok(summary)
}
