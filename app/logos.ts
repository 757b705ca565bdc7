// Logos as we keep and serve them: fetched once, stored as Binary under the Client's id, never hot-linked.
import { Router } from 'express'
import type { BoxName } from '../vocabulary/operations.ts'
import type { BoxClient } from './box-client.ts'
import type { AppContext } from './context.ts'
import { textAt } from './json.ts'
import { fetchLogo, type Logo } from './logo-fetch.ts'

const keptMs = 60_000
const mostKept = 200

interface Remembered {
  at: number
  logo: Logo | undefined
}

// The gallery asks for each app whether it has a logo; a minute of memory spares the box that.
const memories = new WeakMap<BoxClient, Map<string, Remembered>>()

const memoryOf = (box: BoxClient): Map<string, Remembered> => {
  const memory = memories.get(box) ?? new Map<string, Remembered>()
  memories.set(box, memory)
  return memory
}

/**
 * Fetches a logo and keeps it for a Client. Answers a sentence for the form when that failed; it never throws because of
 * the logo, and what was kept before stays as long as it came from the same URL. An empty URL removes the logo.
 */
export const keepLogo = async (
  app: Pick<AppContext, 'config' | 'log'>,
  box: BoxClient,
  clientId: string,
  logoUrl: string,
): Promise<string | undefined> => {
  memoryOf(box).delete(clientId)
  const fetched = logoUrl
    ? await fetchLogo(logoUrl, { allowsLoopback: app.config.mode === 'demo' })
    : { problem: '' }
  if (!('problem' in fetched)) {
    const binary = {
      resourceType: 'Binary',
      meta: { source: logoUrl },
      contentType: fetched.type,
      data: fetched.bytes.toString('base64'),
    }
    // In a transaction: alone, a Binary could be taken for the bytes of its own JSON.
    await box.transaction([
      { resource: binary, request: { method: 'PUT', url: `Binary/${clientId}` } },
    ])
    memoryOf(box).delete(clientId)
    return undefined
  }
  const before = await box.read('Binary', clientId)
  if (before && textAt(before.meta, 'source') !== logoUrl) await box.remove('Binary', clientId)
  memoryOf(box).delete(clientId)
  return fetched.problem || undefined
}

/** The logo that is kept for a Client. */
export const readLogo = async (
  app: Pick<AppContext, 'clock'>,
  box: BoxClient,
  clientId: string,
): Promise<Logo | undefined> => {
  const memory = memoryOf(box)
  const now = app.clock().getTime()
  const known = memory.get(clientId)
  if (known && now - known.at < keptMs) return known.logo
  const binary = await box.read('Binary', clientId)
  const type = types.find(name => name === binary?.contentType)
  const data = textAt(binary, 'data')
  const logo = type && data ? { type, bytes: Buffer.from(data, 'base64') } : undefined
  memory.delete(clientId)
  memory.set(clientId, { at: now, logo })
  const [oldest] = memory.keys()
  if (memory.size > mostKept && oldest !== undefined) memory.delete(oldest)
  return logo
}

/** Path of a Client's logo on the portals' origin, if one is kept. */
export const logoPath = async (
  app: Pick<AppContext, 'clock'>,
  box: BoxClient,
  clientId: string,
): Promise<string | undefined> =>
  (await readLogo(app, box, clientId))
    ? `/logos/${box.name}/${encodeURIComponent(clientId)}`
    : undefined

/** `GET /{box}/{client id}`, mounted at /logos. */
export const logosRouter = (app: AppContext): Router => {
  const router = Router()
  router.get('/:box/:id', async (request, response) => {
    response.locals.route = '/logos/{box}/{id}'
    const { box, id } = request.params
    const logo =
      isBoxName(box) && /^[A-Za-z0-9.-]{1,64}$/.test(id)
        ? await readLogo(app, app.boxes[box], id)
        : undefined
    response.set({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': logo ? 'public, max-age=300' : 'public, max-age=60',
    })
    if (logo) response.type(logo.type).send(logo.bytes)
    else response.status(404).end()
  })
  return router
}

const types = ['image/png', 'image/jpeg', 'image/webp'] as const
const isBoxName = (name: string): name is BoxName => name === 'sandbox' || name === 'production'
