// The demo as `npm start` starts it, on free ports and in a folder of its own, for a benchmark or for pictures; gone afterwards.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../tests/harness/ports.ts'

export interface StartedDemo {
  portal: string
  sampleApp: string
  mailbox: string
  stop(): Promise<void>
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, milliseconds))

/** Starts it and waits until its data is loaded. */
export const startedDemo = async (): Promise<StartedDemo> => {
  const folder = mkdtempSync(join(tmpdir(), 'plan-api-demo-'))
  const [portal, production, sandbox, app, sample, mailbox, smtp] = await freePorts(7)
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'start.ts'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      DATA_DIR: folder,
      DEMO_MEMBERS: '20',
      PORTAL_PORT: String(portal),
      PRODUCTION_PORT: String(production),
      SANDBOX_PORT: String(sandbox),
      APP_PORT: String(app),
      SAMPLE_APP_PORT: String(sample),
      MAILBOX_PORT: String(mailbox),
      SMTP_PORT: String(smtp),
    },
  })
  const health = `http://127.0.0.1:${portal}/health`
  for (;;) {
    if (child.exitCode !== null) throw new Error('npm start ended before it was ready')
    const answer = await fetch(health).catch(() => undefined)
    if (answer?.ok) {
      const { detail } = await answer.json()
      if (!detail.some(({ state }: { state: string }) => state === 'loading')) break
    }
    await pause(250)
  }
  return {
    portal: `http://localhost:${portal}`,
    sampleApp: `http://localhost:${sample}`,
    mailbox: `http://localhost:${mailbox}`,
    stop: async () => {
      await new Promise<void>(resolve => {
        child.once('exit', () => resolve())
        child.kill('SIGINT')
      })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
