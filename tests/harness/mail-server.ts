// A mail server over real SMTP that keeps what it takes and refuses when told to.
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface TakenMail {
  to: string
  subject: string
  text: string
  html: string
  messageId: string
}

export interface MailServer {
  url: string
  /** What was taken, in order. */
  mails: TakenMail[]
  /** How often somebody tried to hand over a mail, taken or not. */
  tries: number
  /** An SMTP status to refuse every recipient with; undefined takes them. */
  refuseWith?: number
  close(): Promise<void>
}

/** Listens on a free port of loopback. */
export const startMailServer = async (): Promise<MailServer> => {
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo(address, _session, callback) {
      server.tries += 1
      const { refuseWith } = server
      if (refuseWith === undefined) return callback()
      // Real servers repeat the address; nothing of it may reach a log.
      callback(
        Object.assign(new Error(`mailbox ${address.address} refused`), {
          responseCode: refuseWith,
        }),
      )
    },
    onData(stream, session, callback) {
      const [recipient] = session.envelope.rcptTo
      simpleParser(stream).then(mail => {
        server.mails.push({
          to: recipient?.address ?? '',
          subject: mail.subject ?? '',
          text: mail.text ?? '',
          html: typeof mail.html === 'string' ? mail.html : '',
          messageId: mail.messageId ?? '',
        })
        callback()
      }, callback)
    },
  })
  await new Promise<void>(resolve => smtp.listen(0, '127.0.0.1', resolve))
  const address = smtp.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const server: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    mails: [],
    tries: 0,
    close: () => new Promise(resolve => smtp.close(() => resolve())),
  }
  return server
}
