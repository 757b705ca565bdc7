// `npm start` as a process of its own, to be killed and started again.
import { type ChildProcess, spawn } from 'node:child_process'
import { freePorts } from './ports.ts'

export interface DemoProcess {
  urls: { portal: string; production: string; sandbox: string; mailbox: string; sampleApp: string }
  /** Everything it printed. */
  output(): string
  /** Ends it as a crash would; resolves when it is gone, its children too. */
  kill(): Promise<void>
  /** Ends it as Ctrl+C would. */
  stop(): Promise<void>
}

/** A launcher that keeps ports, folder and databases over restarts. */
export const demoLauncher = async (dataDir: string, settings: Record<string, string> = {}) => {
  const [portal, production, sandbox, app, sample, mailbox, smtp] = await freePorts(7)
  const env: Record<string, string | undefined> = {
    PATH: process.env.PATH,
    DATA_DIR: dataDir,
    PORTAL_PORT: String(portal),
    PRODUCTION_PORT: String(production),
    SANDBOX_PORT: String(sandbox),
    APP_PORT: String(app),
    SAMPLE_APP_PORT: String(sample),
    MAILBOX_PORT: String(mailbox),
    SMTP_PORT: String(smtp),
    ...settings,
  }
  const urls = {
    portal: `http://localhost:${portal}`,
    production: `http://localhost:${production}`,
    sandbox: `http://localhost:${sandbox}`,
    mailbox: `http://localhost:${mailbox}`,
    sampleApp: `http://localhost:${sample}`,
  }
  /** Starts it; resolves when /health says ready, rejects with what it printed when it ends before. */
  return async (): Promise<DemoProcess> => {
    const child = spawn(process.execPath, ['start.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', chunk => (printed += chunk))
    const gone = new Promise<void>(resolve => child.once('close', () => resolve()))
    await ready(`${urls.portal}/health`, child, () => printed)
    const end = (signal: NodeJS.Signals): Promise<void> => {
      child.kill(signal)
      return gone
    }
    return { urls, output: () => printed, kill: () => end('SIGKILL'), stop: () => end('SIGINT') }
  }
}

const ready = async (url: string, child: ChildProcess, printed: () => string): Promise<void> => {
  const deadline = Date.now() + 120_000
  for (;;) {
    const isReady = await fetch(url).then(
      answer => answer.ok,
      () => false,
    )
    if (isReady) return
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`npm start ended before it was ready:\n${printed()}`)
    if (Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`npm start was not ready within two minutes:\n${printed()}`)
    }
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
