// The local mailbox: takes every mail by SMTP, shows it on a page and as Mailpit's JSON; for demo and tests only.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { openLetters } from './letters.ts'
import { mailboxPages } from './pages.ts'

export interface MailboxConfig {
  host: string
  /** 0 picks a free one. */
  httpPort: number
  smtpPort: number
  /** Where letters are kept across restarts; absent: in memory only. */
  folder?: string
}

export interface Mailbox {
  /** Page and JSON. */
  url: string
  /** `smtp://host:port`. */
  smtpUrl: string
  close(): Promise<void>
}

/** Starts both doors; rejects with the port's name in the message when one is taken. */
export const startMailbox = async (config: MailboxConfig): Promise<Mailbox> => {
  const letters = await openLetters(config.folder)
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    size: 5 * 1024 * 1024,
    // nodemailer offers AUTH when the URL has a user; anyone may deliver here.
    onAuth: (_auth, _session, done) => done(null, { user: 'anyone' }),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        letters.keep(Buffer.concat(chunks), to).then(
          () => done(),
          (error: Error) => done(error),
        )
      })
    },
  })
  smtp.on('error', () => {}) // a client that drops its connection is no news
  await listening(smtp.server, config.smtpPort, config.host, 'SMTP_URL')
  const http = createServer(mailboxPages(letters))
  try {
    await listening(http, config.httpPort, config.host, 'MAILBOX_PORT')
  } catch (error) {
    smtp.close()
    throw error
  }
  return {
    url: `http://localhost:${portOf(http)}`,
    smtpUrl: `smtp://${config.host}:${portOf(smtp.server)}`,
    close: async () => {
      http.closeAllConnections()
      await Promise.all([
        new Promise(closed => http.close(closed)),
        new Promise<void>(closed => smtp.close(() => closed())),
      ])
    },
  }
}

interface Listens {
  listen(port: number, host: string): unknown
  once(event: 'error' | 'listening', heard: (error: Error) => void): unknown
  off(event: 'error' | 'listening', heard: (error: Error) => void): unknown
}

const listening = (server: Listens, port: number, host: string, setting: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const failed = (error: Error & { code?: string }) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} is taken by another program; choose another with ${setting}.`)
          : error,
      )
    server.once('error', failed)
    server.once('listening', () => {
      server.off('error', failed)
      resolve()
    })
    server.listen(port, host)
  })

const portOf = (server: { address(): ReturnType<Server['address']> }): number => {
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('The mailbox is not listening.')
  return (address satisfies AddressInfo).port
}
