// Is the box there? `/health` as Aidbox answers it, its older and shorter kin, and numbers for those on the same machine.
import { Router } from 'express'
import type { Front } from './visit.ts'

/** The routes; the server listens only after the init bundle was applied, so an answer means that it was. */
export const healthRoutes = ({ box, metrics, audit }: Front): Router => {
  const router = Router()
  const version = box.config.version ?? '0.1.0'
  const about = { version, channel: 'embedded', commit: '', timestamp: box.clock().toISOString() }

  router.get('/health', async (_request, response) => {
    const database = await box.database.query('select 1').then(
      () => 'pass',
      () => 'fail',
    )
    response
      .status(database === 'pass' ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({
        status: database,
        description: `Health of the ${box.config.name} box`,
        about,
        checks: { database: [{ status: database, componentType: 'datastore' }] },
      })
  })
  router.get('/__healthcheck', (_request, response) => {
    response.type('text/plain').send('healthy')
  })
  router.get('/$version', (_request, response) => {
    response.json({ version, commit: about.commit, timestamp: about.timestamp })
  })
  router.get('/metrics', async (request, response, next) => {
    // behind a proxy on this machine everybody would be local: a forwarded request is not
    const isLocal = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(request.socket.remoteAddress ?? '')
    if (!isLocal || request.headers['x-forwarded-for'] !== undefined) return next()
    metrics.auditWaiting.set(audit.waiting())
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  return router
}
