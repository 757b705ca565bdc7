// The portals' small server, the room's one door: the built pages, their configuration, the API description, health, and two paths of the App.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { join } from 'node:path'
import express, { type ErrorRequestHandler, type Express } from 'express'
import { apiDocument } from '../../vocabulary/openapi/document.ts'
import { problem } from '../../vocabulary/outcome.ts'
import { builtPortals } from '../build.ts'
import { serveAssets } from './assets.ts'
import type { ServedBrand } from './brand.ts'
import { type Chunk, firstPage } from './first-page.ts'
import { forwardToApp } from './forward.ts'
import { packedText } from './packed-text.ts'
import { newNonce, pageHeaders } from './page-headers.ts'

export interface PortalServerConfig {
  host: string
  port: number
  /** Public URLs of the two boxes, without trailing slash. */
  sandbox: string
  production: string
  /** PEM certificate chain and key: https without a proxy in front. */
  tls?: { cert: string; key: string }
  /** Where the App listens; only `/consent/*` and `/logos/*` are forwarded to it. */
  appUrl: string
  mode: 'demo' | 'production'
  /** Page of the local mailbox, in the demo. */
  mailbox?: string
  health: () => Promise<{ ready: boolean; detail: unknown }>
  /** What the plan made its own. */
  brand?: ServedBrand
  /** Folder of the built portals; absent: the newest that build.ts made. */
  folder?: string
}

export interface RunningPortals {
  url: string
  close: () => Promise<void>
}

/** Paths that are pages: the portals themselves find their way below them. */
const pages = ['/', '/vendor', '/admin', '/member', '/directory', '/docs', '/callback'] as const

/** Serves the portals; the build must be there (build.ts). */
export const startPortals = async (config: PortalServerConfig): Promise<RunningPortals> => {
  const folder = config.folder ?? (await builtPortals())
  const html = await readFile(join(folder, 'index.html'), 'utf8')
  const manifest = JSON.parse(
    // A build without one is served all the same, one file after the other.
    await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => '{}'),
  )
  const app = forwardToApp(config.appUrl)
  const handler = routes(config, folder, { html, manifest }, app.handler)
  const server = config.tls
    ? createHttpsServer({ ...config.tls, minVersion: 'TLSv1.2' }, handler)
    : createServer(handler)
  await new Promise<void>((listening, failed) => {
    server.once('error', (fault: NodeJS.ErrnoException) =>
      failed(
        fault.code === 'EADDRINUSE'
          ? new Error(`Port ${config.port} is taken: set PORTAL_PORT to a free one.`)
          : fault,
      ),
    )
    server.listen(config.port, config.host, listening)
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  return {
    url: `http://${config.host}:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>(done => server.close(() => done()))
      await app.close()
    },
  }
}

const routes = (
  config: PortalServerConfig,
  folder: string,
  { html, manifest }: { html: string; manifest: Record<string, Chunk> },
  toApp: express.RequestHandler,
): Express => {
  const server = express()
  server.disable('x-powered-by')
  server.disable('etag')

  // Before our page headers: the App's consent page brings a policy of its own.
  server.use(['/consent', '/logos'], toApp)

  server.use(pageHeaders([config.sandbox, config.production]))

  server.get('/health', async (_, response) => {
    const { ready, detail } = await config.health()
    response
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ ready, detail })
  })

  const told = toldToPages(config)
  server.get('/config.json', (_, response) => {
    response.set('Cache-Control', 'no-store').json(told)
  })

  const logo = config.brand?.logo
  if (logo)
    server.get('/brand/logo', (_, response) => {
      response
        .set('Cache-Control', 'max-age=3600')
        // A picture and nothing else, also when somebody opens it as a page.
        .set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        .type(logo.type)
        .send(logo.content)
    })

  // Public, and the same for everyone: other origins' tools may read it too.
  const description = packedText(JSON.stringify(apiDocument(config)))
  server.get('/openapi.json', async (request, response) => {
    response
      .set('Cache-Control', 'no-cache')
      .set('Access-Control-Allow-Origin', '*')
      .set('Cross-Origin-Resource-Policy', 'cross-origin')
      .type('json')
    await description(request, response)
  })

  server.use('/assets', serveAssets(join(folder, 'assets')))

  for (const page of pages) {
    const ready = firstPage(html, manifest, page, told)
    server.get(page === '/' ? '/' : [page, `${page}/{*below}`], (request, response) => {
      const sent = request.path === page ? ready.first : ready.below
      response
        .set('Cache-Control', 'no-cache')
        .type('html')
        .send(sent.replaceAll('%CSP_NONCE%', newNonce(response)))
    })
  }

  server.use((_, response) => {
    response.status(404).json(problem('not-found', 'There is no such page here.'))
  })
  server.use(onError)
  return server
}

/** What the pages have to know before they show anything; it travels within the page, and at `/config.json` for others. */
const toldToPages = ({ sandbox, production, mode, mailbox, brand }: PortalServerConfig) => ({
  sandbox,
  production,
  mode,
  ...(mailbox ? { mailbox } : {}),
  ...(brand ? { brand: brand.brand } : {}),
})

/** What express finds wrong with a request (a malformed path) is the client's; anything else is ours and says nothing. */
const onError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error)
  const status = isClientFault(error) ? 400 : 500
  response
    .status(status)
    .json(
      status === 400
        ? problem('structure', 'The request could not be read: check its path.')
        : problem('exception', 'The page could not be made.'),
    )
}

const isClientFault = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'status' in error &&
  typeof error.status === 'number' &&
  error.status < 500
