// The world under test, as black-box tests see it: URLs, secrets, and mail.
import { inject } from 'vitest'
import type { TestWorld } from './global-setup.ts'
import { patience } from './patience.ts'

/** URLs and secrets of the running boxes. */
export const world = (): TestWorld => inject('world')

export interface Mail {
  ID: string
  Subject: string
  To: { Address: string }[]
  Text: string
  HTML: string
}

/** The newest mail to an address that `matches`; waits for it as long as tests wait. */
export const mailTo = async (
  address: string,
  matches: (mail: Mail) => boolean = () => true,
): Promise<Mail> => {
  const { mailbox } = world()
  const deadline = Date.now() + patience
  for (;;) {
    const list: { messages: Mail[] } = await (await fetch(`${mailbox}/api/v1/messages`)).json()
    for (const { ID } of list.messages.filter(({ To }) =>
      To.some(({ Address }) => Address === address),
    )) {
      const mail: Mail = await (await fetch(`${mailbox}/api/v1/message/${ID}`)).json()
      if (matches(mail)) return mail
    }
    if (Date.now() > deadline)
      throw new Error(`No such mail to ${address} within ${patience / 1000} s.`)
    // The outbox works on its own clock: asking again is the only way to know.
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

/** The single-use token of the link in a mail. */
export const tokenIn = (mail: Mail): string => {
  const token = /#token=([\w-]+)/.exec(mail.Text)?.[1]
  if (!token) throw new Error('This mail has no link with a token.')
  return token
}
