// The steps of the funnel in the staff's words.
import type { FunnelStage } from '../../../vocabulary/staff.ts'

/** A label, and what it counts. */
export const stageWords: Record<FunnelStage['id'], { label: string; help: string }> = {
  started: { label: 'Started', help: 'The app sent somebody to sign in.' },
  granted: { label: 'Allowed', help: 'A member said yes on the consent page.' },
  denied: { label: 'Not allowed', help: 'A member said no on the consent page.' },
  tokens: { label: 'Tokens', help: 'The app exchanged a code for tokens.' },
  refreshed: { label: 'Refreshes', help: 'The app kept its access with a refresh token.' },
  reads: { label: 'Reads', help: 'Records and searches that were answered.' },
}
