// That an app began an authorization: once for each request, however often the browser comes back with it.
import type { Box } from '../box.ts'
import type { AuthorizeRequest } from './authorize-request.ts'
import { recordEvent } from './events.ts'
import { markUsed } from './schema.ts'

const flowLifeMs = 60 * 60 * 1000

/** Writes the event at the first visit with this very query. `flow` joins it to what comes of it. */
export const recordStart = (box: Box, asked: AuthorizeRequest, flow: string): Promise<void> =>
  box.resources.transaction(async tx => {
    const until = new Date(box.clock().getTime() + flowLifeMs)
    if (await markUsed(tx, `started:${asked.queryHash}`, until))
      await recordEvent(box, { kind: 'authorize-started', client: asked.client.id, flow }, tx)
  })
