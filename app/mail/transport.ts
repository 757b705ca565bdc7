// Hands messages to a mail server over SMTP (nodemailer); the one place that knows SMTP_URL.
import { createTransport } from 'nodemailer'
import type { Message } from './render.ts'

export interface Letter extends Message {
  to: string
  /** Stable for one mail, so that a receiver can tell a repeat. */
  id: string
}

export interface Transport {
  /** Resolves when the server has taken the message; rejects otherwise. */
  send(letter: Letter): Promise<void>
  /** Whether a server is there and takes our sign-in; sends nothing. */
  answers(): Promise<boolean>
  close(): void
}

/** A transport to `smtp://` or `smtps://` URLs; waits ten seconds for a server, not minutes. */
export const openTransport = (smtpUrl: string, from: string): Transport => {
  const mailer = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 2,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = from.replace(/^.*@/, '').replace(/>.*$/, '')
  return {
    async send({ to, id, subject, text, html }) {
      await mailer.sendMail({
        from,
        // An object, not text: nodemailer would read a comma in text as two addresses.
        to: { name: '', address: to },
        subject,
        text,
        html,
        messageId: `<${id}@${domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    },
    answers: () =>
      mailer.verify().then(
        () => true,
        () => false,
      ),
    close: () => mailer.close(),
  }
}
