// Where a form of a sign-in flow may lead in the end; browsers apply form-action to the redirects after it, too.
import type { Box } from '../box.ts'
import { originOf } from './clients.ts'

/** The app's redirect and, where the App has the consent page, its origin. */
export const formTargets = (box: Box, redirectUri: string): string[] => [
  originOf(redirectUri),
  ...(box.config.grantPageUrl ? [originOf(box.config.grantPageUrl)] : []),
]
