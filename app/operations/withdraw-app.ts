// withdraw-app: an admin takes a live app out of use for good; its tokens stop at once, its vendor is told why.
import { type Operation, ok } from '../context.ts'
import { liveApp, stopApp } from '../live-app.ts'
import { liveAppSummaries } from '../live-app-summary.ts'
import { parseReason } from '../reason-input.ts'

export const withdrawApp: Operation = async call => {
  const { reason } = parseReason(call.input)
  const clientId = call.params.id ?? ''
  await stopApp(call, { clientId, state: 'withdrawn', reason, operation: 'withdraw-app' })
  const [summary] = await liveAppSummaries(call, [await liveApp(call, clientId)])
  return ok(summary)
}
