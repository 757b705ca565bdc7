// What the App does on its own clock: sends mails that are due, ends Grants whose time or delegation is over, reminds
// admins, tells members of connections and admins of their second factor.
import { watchConnections } from './connection-notices.ts'
import type { AppContext } from './context.ts'
import { watchDelegations } from './ended-delegations.ts'
import { isBoxDown } from './errors.ts'
import { watchGrants } from './expired-grants.ts'
import { sendDueMails } from './mail/send-due.ts'
import { openTransport } from './mail/transport.ts'
import { remindAdmins } from './review/remind.ts'
import { watchTwoFactor } from './two-factor-notices.ts'

export interface Jobs {
  /** Runs every job once, now; tests call it instead of waiting. */
  runOnce(): Promise<void>
  /** Starts nothing new and waits for what runs. */
  stop(): Promise<void>
}

/** Mails leave sooner than Grants end: somebody is waiting for them. */
const mailEveryMs = 2_000
const grantsEveryMs = 20_000
const remindersEveryMs = 15 * 60_000
const noticesEveryMs = 60 * 60_000

/** Starts the jobs of both boxes. A box or a mail server that is down is tried again next time. */
export const startJobs = (app: AppContext): Jobs => {
  const transport = openTransport(app.config.smtpUrl, app.config.mailFrom)
  const boxes = [app.boxes.sandbox, app.boxes.production]
  const grants = boxes.map(box => watchGrants(app, box))
  const delegations = boxes.map(box => watchDelegations(app, box))
  const factors = boxes.map(box => watchTwoFactor(app, box))
  const mail = everySoOften(mailEveryMs, () =>
    Promise.all(boxes.map(box => guarded(app, 'mail', () => sendDueMails(app, box, transport)))),
  )
  const ends = everySoOften(grantsEveryMs, () =>
    Promise.all([
      ...grants.map(clock => guarded(app, 'grants', () => clock.endExpired())),
      ...delegations.map(clock => guarded(app, 'delegations', () => clock.endOver())),
      ...factors.map(clock => guarded(app, 'two-factor', () => clock.tellAdmins())),
    ]),
  )
  const reminders = everySoOften(remindersEveryMs, () =>
    guarded(app, 'reminders', () => remindAdmins(app)),
  )
  // Members live on the production box; vendors who try their own apps are not told of them.
  const connections = watchConnections(app, app.boxes.production)
  const notices = everySoOften(noticesEveryMs, () =>
    guarded(app, 'notices', () => connections.tellMembers()),
  )
  return {
    runOnce: async () => {
      await notices.now()
      await Promise.all([mail.now(), ends.now(), reminders.now()])
    },
    stop: async () => {
      await Promise.all([mail.stop(), ends.stop(), reminders.stop(), notices.stop()])
      transport.close()
    },
  }
}

/** Runs a job again and again, never twice at once; the pause begins when it is done. */
const everySoOften = (pauseMs: number, job: () => Promise<unknown>) => {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let running: Promise<unknown> = Promise.resolve()
  const run = (): Promise<unknown> => {
    running = running.then(job)
    return running
  }
  const plan = () => {
    if (isStopped) return
    timer = setTimeout(() => void run().then(plan), pauseMs)
    timer.unref()
  }
  plan()
  return {
    now: run,
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}

/** A job that fails is logged and tried again at its next turn; it never ends the process. */
const guarded = async (app: AppContext, job: string, run: () => Promise<unknown>) => {
  try {
    await run()
    app.jobRuns.set(job, { at: app.clock().toISOString() })
  } catch (error) {
    const failed = isBoxDown(error) ? error.message : 'It failed; the log of the App has the cause.'
    app.jobRuns.set(job, { at: app.clock().toISOString(), failed })
    if (isBoxDown(error)) app.log.warn({ job, why: error.message }, 'job put off')
    else app.log.error({ job, err: error }, 'job failed')
  }
}
