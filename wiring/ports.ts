// Are the ports free? Asked before anything starts, so that a taken one is named at once, and all of them together.
import { createServer } from 'node:net'
import { type Settings, SettingsError } from './settings.ts'

/** Throws a SettingsError that names each port that cannot be listened on, with the setting that changes it. */
export const demandFreePorts = async (settings: Settings): Promise<void> => {
  const { host, sandbox, production, portal, app, sampleApp, mailbox, mode } = settings
  const doors: [string, number][] = [
    ['PORTAL_PORT', portal.port],
    ['APP_PORT', app.port],
    ...(sandbox.embedded ? [['SANDBOX_PORT', sandbox.port] satisfies [string, number]] : []),
    ...(production.embedded
      ? [['PRODUCTION_PORT', production.port] satisfies [string, number]]
      : []),
    ...(mode === 'demo' ? [['SAMPLE_APP_PORT', sampleApp.port] satisfies [string, number]] : []),
    ...(mailbox.smtpUrl
      ? []
      : ([
          ['MAILBOX_PORT', mailbox.port],
          ['SMTP_PORT', mailbox.smtpPort],
        ] satisfies [string, number][])),
  ]
  const faults = await Promise.all(doors.map(([name, port]) => faultOf(name, port, host)))
  const found = faults.filter(fault => fault !== undefined)
  if (found.length > 0) throw new SettingsError(found)
}

const faultOf = (name: string, port: number, host: string): Promise<string | undefined> =>
  new Promise(resolve => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) =>
      resolve(
        error.code === 'EADDRINUSE'
          ? `Port ${port} is taken by another program: end that one, or set ${name} to a free port.`
          : `Port ${port} cannot be used (${error.code}): set ${name} to another one.`,
      ),
    )
    probe.listen(port, host, () => probe.close(() => resolve(undefined)))
  })
