// Serves the built files as small as the browser takes them: packed once by the build, named by their content, kept for ever.
import { readdirSync } from 'node:fs'
import express, { type RequestHandler, Router } from 'express'

const packings = [
  { token: 'br', ending: '.br' },
  { token: 'gzip', ending: '.gz' },
] as const

/** A handler for the files of a folder. */
export const serveAssets = (folder: string): RequestHandler => {
  const files = new Set(readdirSync(folder))
  const router = Router()
  router.use((request, response, next) => {
    const name = request.path.slice(1)
    // Only by the listing: a packed file is no file of its own.
    if (!files.has(name) || packings.some(({ ending }) => name.endsWith(ending))) return next()
    response.vary('Accept-Encoding')
    const packing = packings.find(
      ({ token, ending }) => files.has(name + ending) && request.acceptsEncodings(token) === token,
    )
    if (packing) {
      response.type(name).set('Content-Encoding', packing.token)
      request.url = `${request.url.split('?')[0]}${packing.ending}`
    }
    next()
  })
  // Vite names these files by their content, so they may be kept for ever.
  router.use(
    express.static(folder, {
      immutable: true,
      maxAge: '1y',
      index: false,
      redirect: false,
      setHeaders: (response, path) => {
        // Its type is that of what is packed.
        const packed = /\.(js|css|svg|json)\.(br|gz)$/.exec(path)
        if (packed) response.type(packed[1] ?? '')
      },
    }),
  )
  return router
}
