// Launch App: a tab of its own, opened before the answer is there, or the browser would block it.
import type { SmartAppView } from '../../../vocabulary/operations.ts'
import { call } from '../operations.ts'
import { Problem } from '../problem.ts'
import type { PortalSession } from '../session.ts'

/** Why an app cannot be launched yet; undefined when it can. */
export const launchObstacle = (
  app: Pick<SmartAppView, 'launchUrl' | 'redirectUrl'>,
  hasPatient: boolean,
): string | undefined => {
  if (!hasPatient) return 'Initialize Patient first: the app is launched for your synthetic member.'
  if (!app.launchUrl) return 'Fill in the Launch URL first.'
  if (!app.redirectUrl) return 'Fill in the Redirect URL first.'
  return undefined
}

/** Opens the app's Launch URL with `iss` and `launch`. */
export const launchApp = async (session: PortalSession, id: string): Promise<void> => {
  const tab = window.open('about:blank', '_blank')
  try {
    const { uri } = await call('launch-app', { token: session.token, id, body: {} })
    if (!/^https?:\/\//i.test(uri))
      throw new Problem('fault', 'The Launch URL is not a web address. Correct it and try again.')
    if (!tab) {
      window.location.assign(uri)
      return
    }
    // The app is a stranger: it gets no handle on this page.
    tab.opener = null
    tab.location.replace(uri)
  } catch (error) {
    tab?.close()
    throw error
  }
}
