// read-health: the App and both boxes, what is reachable, in which version, what of the configuration is there, which jobs ran.
import type { HealthAnswer, HealthPart } from '../../vocabulary/staff.ts'
import { type Operation, type OperationCall, ok } from '../context.ts'
import { boxHealth } from '../health/box-health.ts'
import { jobWords } from '../health/job-runs.ts'
import { openTransport } from '../mail/transport.ts'

export const readHealth: Operation = async call => {
  const parts = await Promise.all([
    appHealth(call),
    boxHealth(call.boxes.production),
    boxHealth(call.boxes.sandbox),
  ])
  const answer: HealthAnswer = {
    checkedAt: call.clock().toISOString(),
    parts,
    jobs: Object.entries(jobWords).map(([name, words]) => {
      const run = call.jobRuns.get(name)
      return {
        name: words,
        ...(run ? { lastRun: run.at } : {}),
        ...(run?.failed ? { failed: run.failed } : {}),
      }
    }),
  }
  return ok(answer)
}

const appHealth = async ({ config }: OperationCall): Promise<HealthPart> => {
  const { review, mode, portalUrl, sealingKeys, verifiedScopes } = config
  const mailServer = await answersMail(config.smtpUrl, config.mailFrom)
  return {
    name: 'app',
    reachable: true,
    facts: [
      { label: 'Mode', value: mode },
      { label: 'Portals', value: portalUrl },
      { label: 'Keys that seal secrets', value: String(sealingKeys.length) },
      { label: 'Scopes narrowed by the boxes', value: verifiedScopes.join(', ') || 'none' },
      { label: 'A request is due after', value: `${review.workingDays} working days` },
      { label: 'Holidays known until', value: [...review.holidays].sort().at(-1) ?? 'none' },
    ],
    findings: [
      {
        title: 'The mail server answers',
        state: mailServer ? 'ok' : 'bad',
        detail: mailServer
          ? 'It does.'
          : 'It does not: mails wait in the outbox. Look at SMTP_URL.',
      },
    ],
  }
}

const answersMail = async (smtpUrl: string, from: string): Promise<boolean> => {
  const transport = openTransport(smtpUrl, from)
  try {
    return await transport.answers()
  } finally {
    transport.close()
  }
}
