// How far members come with an app: authorizations begun, allowed, refused, tokens, refreshes, reads; counted from the audit.
import { planApiSystems } from '../../vocabulary/client-details.ts'
import type { FunnelAnswer, FunnelStage } from '../../vocabulary/staff.ts'
import { auditRow } from '../audit/event-view.ts'
import type { Pairs } from '../audit/filter.ts'
import { countEvents } from '../audit/found-events.ts'
import type { BoxClient } from '../box-client.ts'
import { weeksUntil } from './weeks.ts'

export interface Period {
  from: string
  to: string
}

const ours = (code: string): string => `${planApiSystems.code}|${code}`
/** Events of the App name an app as what they are about, events of the box as who acted. */
const byApp = (client: string) =>
  ['entity:identifier', `${planApiSystems.clientId}|${client}`] as const
const byBox = (client: string) => ['agent', `Client/${client}`] as const

const stages: {
  id: FunnelStage['id']
  /** Only a box that audits authorize and token calls knows it. */
  ofTokens: boolean
  search: (client: string) => Pairs
}[] = [
  {
    id: 'started',
    ofTokens: true,
    search: app => [byBox(app), ['subtype', ours('authorize-started')]],
  },
  {
    id: 'granted',
    ofTokens: false,
    search: app => [byApp(app), ['subtype', ours('consent-given')]],
  },
  {
    id: 'denied',
    ofTokens: false,
    search: app => [byApp(app), ['subtype', ours('consent-refused')]],
  },
  { id: 'tokens', ofTokens: true, search: app => [byBox(app), ['subtype', ours('token-issued')]] },
  {
    id: 'refreshed',
    ofTokens: true,
    search: app => [byBox(app), ['subtype', ours('token-refreshed')]],
  },
  {
    id: 'reads',
    ofTokens: false,
    search: app => [byBox(app), ['subtype', 'read,vread,search,search-type'], ['outcome', '0']],
  },
]

const ofTimeLine = stages.filter(({ id }) => ['started', 'granted', 'denied'].includes(id))

const within = ({ from, to }: Period): Pairs => [
  ['date', `ge${from}`],
  ['date', `le${to}`],
]

/** The newest failures are looked at for their causes. */
const mostFailures = 1000

/** The numbers of one app in a period, days inclusive. */
export const funnelOf = async (
  box: BoxClient,
  client: string,
  period: Period,
): Promise<Pick<FunnelAnswer, 'stages' | 'failures' | 'failuresCut' | 'members' | 'weeks'>> => {
  const knowsTokens = await auditsTokens(box)
  const counted = (which: typeof stages, period: Period): Promise<FunnelStage[]> =>
    Promise.all(
      which.map(async ({ id, ofTokens, search }) =>
        ofTokens && !knowsTokens
          ? { id }
          : { id, count: await countEvents(box, [...search(client), ...within(period)]) },
      ),
    )
  const [whole, failed, members] = await Promise.all([
    counted(stages, period),
    failures(box, client, period),
    consentingMembers(box, client, period),
  ])
  const weeks: FunnelAnswer['weeks'] = []
  // One week after the other: a page for the staff must not take the box from members.
  for (const week of weeksUntil(period.to))
    weeks.push({ ...week, stages: await counted(ofTimeLine, week) })
  return { stages: whole, ...failed, members, weeks }
}

/** Whoever asks signed in by a token: a box that audits token calls has an event of that. */
const auditsTokens = async (box: BoxClient): Promise<boolean> =>
  (await countEvents(box, [['subtype', ours('token-issued')]])) > 0

const failures = async (box: BoxClient, client: string, period: Period) => {
  const { resources, total } = await box.search('AuditEvent', [
    byBox(client),
    ['outcome', '4,8,12'],
    ...within(period),
    ['_sort', '-date'],
    ['_count', String(mostFailures)],
  ])
  const causes = new Map<string, number>()
  for (const event of resources) {
    const { what, details } = auditRow(event)
    const detail = (name: string) => details.find(entry => entry.name === name)?.value
    const cause = detail('reason') ?? detail('error') ?? what
    causes.set(cause, (causes.get(cause) ?? 0) + 1)
  }
  return {
    failures: [...causes]
      .map(([cause, count]) => ({ cause, count }))
      .sort((one, other) => other.count - one.count),
    failuresCut: total > resources.length,
  }
}

const consentingMembers = async (
  box: BoxClient,
  client: string,
  period: Period,
): Promise<number> => {
  const events = await box.searchAll('AuditEvent', [
    byApp(client),
    ['subtype', ours('consent-given')],
    ...within(period),
  ])
  return new Set(events.flatMap(event => auditRow(event).person?.id ?? [])).size
}
