// Every route of auth: pages for people, endpoints for clients, documents for everybody.
import { Router } from 'express'
import type { Box } from '../box.ts'
import { authorize, authorizeByPost } from './authorization-endpoint.ts'
import { changePassword } from './change-password.ts'
import { showConsent, takeConsent } from './consent-page.ts'
import { anyOrigin, portalOrigins, preflight } from './cors.ts'
import { openidConfiguration, smartConfiguration } from './discovery.ts'
import { endpointFaults, notStored, onlyMethods, pageFaults } from './faults.ts'
import { introspect } from './introspection.ts'
import { keysOf } from './keys.ts'
import { showLogin, takeLogin } from './login-page.ts'
import { logout } from './logout.ts'
import { sendLogo } from './page-look.ts'
import { remembered } from './refusals.ts'
import { readBody } from './request-body.ts'
import { revoke } from './revocation.ts'
import { showSecondFactor, takeSecondFactor } from './second-factor-page.ts'
import { settleGrants } from './settle-grants.ts'
import { takeToken } from './token-endpoint.ts'
import { userinfo } from './userinfo.ts'

/** `/auth/*`, `/.well-known/*` and `/fhir/.well-known/*` of one box. Mount it before any other body parser. */
export const authRouter = (box: Box): Router => {
  settleGrants(box)
  const router = Router()
  router.use(documents(box), endpoints(box), pages(box))
  return router
}

const pages = (box: Box): Router => {
  const router = Router()
  router
    .route('/auth/authorize')
    .get(remembered(box, 'authorize', authorize(box)))
    .post(readBody, authorizeByPost(box))
    .all(onlyMethods('GET', 'POST'))
  router
    .route('/auth/login')
    .get(showLogin(box))
    .post(readBody, takeLogin(box))
    .all(onlyMethods('GET', 'POST'))
  router
    .route('/auth/two-factor')
    .get(showSecondFactor(box))
    .post(readBody, takeSecondFactor(box))
    .all(onlyMethods('GET', 'POST'))
  router
    .route('/auth/grant')
    .get(showConsent(box))
    .post(readBody, takeConsent(box))
    .all(onlyMethods('GET', 'POST'))
  router.get('/auth/logo', (_request, response) => sendLogo(box, response))
  router.get('/auth/grants', (_request, response) => {
    const portal = box.config.corsOrigins.find(origin => origin !== '*')
    if (portal) response.redirect(302, `${portal}/member/connections`)
    else response.status(404).set(notStored).end()
  })
  router.use(pageFaults(box))
  return router
}

const endpoints = (box: Box): Router => {
  const router = Router()
  router.use(
    ['/auth/token', '/auth/introspect', '/auth/revoke', '/auth/userinfo'],
    (_request, response, next) => {
      response.set(notStored)
      next()
    },
  )
  router
    .route('/auth/token')
    .post(readBody, remembered(box, 'token', takeToken(box)))
    .options(preflight)
    .all(onlyMethods('POST'))
  router.route('/auth/introspect').post(readBody, introspect(box)).all(onlyMethods('POST'))
  router
    .route('/auth/revoke')
    .post(readBody, remembered(box, 'revocation', revoke(box)))
    .options(preflight)
    .all(onlyMethods('POST'))
  const portals = portalOrigins(box)
  router
    .route('/auth/userinfo')
    .all(portals)
    .get(userinfo(box))
    .options(emptyAnswer)
    .all(onlyMethods('GET'))
  router
    .route('/auth/logout')
    .all(portals)
    .post(readBody, logout(box))
    .options(emptyAnswer)
    .all(onlyMethods('POST'))
  router
    .route('/auth/change-password')
    .all(portals)
    .post(readBody, changePassword(box))
    .options(emptyAnswer)
    .all(onlyMethods('POST'))
  router.use(endpointFaults(box))
  return router
}

const documents = (box: Box): Router => {
  const router = Router()
  router.use(['/.well-known', '/fhir/.well-known'], anyOrigin)
  router.get(
    ['/.well-known/smart-configuration', '/fhir/.well-known/smart-configuration'],
    (_request, response) => void response.json(smartConfiguration(box)),
  )
  router.get(
    ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'],
    (_request, response) => void response.json(openidConfiguration(box)),
  )
  router.get('/.well-known/jwks.json', async (_request, response) => {
    response.json((await keysOf(box)).jwks)
  })
  return router
}

const emptyAnswer = (
  _request: unknown,
  response: { status(code: number): { end(): void } },
): void => response.status(204).end()
