// suspend-app: an admin takes a live app out of use until it is reinstated; its tokens stop at once, its vendor is told why.
import { type Operation, ok } from '../context.ts'
import { liveApp, stopApp } from '../live-app.ts'
import { liveAppSummaries } from '../live-app-summary.ts'
import { parseReason } from '../reason-input.ts'

export const suspendApp: Operation = async call => {
  const { reason } = parseReason(call.input)
  const clientId = call.params.id ?? ''
  await stopApp(call, { clientId, state: 'suspended', reason, operation: 'suspend-app' })
  const [summary] = await liveAppSummaries(call, [await liveApp(call, clientId)])
  return ok(summary)
}
