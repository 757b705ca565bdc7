// Forms of the box are posted by its own pages only. Their `Origin` is `null` because the pages send no referrer.
import type { Request } from 'express'
import type { Box } from '../box.ts'
import { PageFault } from './authorize-faults.ts'

/** Refuses a form that a page of another site posted; the cookies (Lax) and hidden tokens are checked besides. */
export const refuseForeignForm = (box: Box, request: Request): void => {
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  const isForeign =
    (site !== undefined && site !== 'same-origin') ||
    (origin !== undefined && origin !== 'null' && origin !== new URL(box.config.baseUrl).origin)
  if (isForeign) throw new PageFault('foreignForm', 403)
}
