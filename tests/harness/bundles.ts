// The init bundles of the running boxes, built again from the same settings.
import { buildBundles } from '../../init-bundle/build.ts'
import type { Bundle } from '../../vocabulary/aidbox.ts'
import type { BoxName } from '../../vocabulary/operations.ts'
import { world } from './boxes.ts'

/** What each box was started with. */
export const bundlesOfTheWorld = (): Record<BoxName, Bundle> => {
  const { secrets, portal, app, sampleApp, sandbox, production } = world()
  const env = {
    ...secrets,
    PORTAL_URL: portal,
    APP_URL: app,
    SAMPLE_APP_URL: sampleApp,
    SANDBOX_BOX_URL: sandbox,
    PRODUCTION_BOX_URL: production,
  }
  return buildBundles(env, { mode: 'demo', kind: 'embedded' })
}
