// Security headers of the portals' pages: own scripts only, talk to the two boxes only, never inside a frame.
import { randomBytes } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import helmet from 'helmet'

const nonces = new WeakMap<object, string>()

/** The nonce under which this answer may carry `<style>` elements (Mantine writes its theme that way). */
export const newNonce = (response: Response): string => nonces.get(response) ?? ''

/** Headers for everything this server answers itself; `boxes` are the URLs the pages may call and post to. */
export const pageHeaders = (boxes: readonly string[]): RequestHandler => {
  const origins = [...new Set(boxes.map(url => new URL(url).origin))]
  const secured = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", (_, response) => `'nonce-${nonces.get(response) ?? ''}'`],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", ...origins],
        // Signing out posts to the box, so that its own cookie ends too.
        formAction: ["'self'", ...origins],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    // Transport security belongs to the proxy that ends TLS; over plain http browsers ignore it.
    strictTransportSecurity: false,
  })
  return (request, response, next) => {
    nonces.set(response, randomBytes(16).toString('base64'))
    secured(request, response, next)
  }
}
