// Mail sent by a real client arrives, is listed as Mailpit lists it, and survives a restart.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import { expect, test } from 'vitest'
import { startMailbox } from './index.ts'

test('a mail that was accepted is on the page and in the JSON, also after a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mailbox-'))
  const first = await startMailbox({ host: '127.0.0.1', httpPort: 0, smtpPort: 0, folder })
  const transport = nodemailer.createTransport(first.smtpUrl)
  await transport.sendMail({
    from: 'Plan <plan@demo.test>',
    to: 'vendor@demo.test',
    subject: 'Confirm <b>your</b> e-mail',
    text: 'Follow the link',
    html: '<p>Follow <a href="http://localhost/">the link</a></p>',
  })
  transport.close()
  await first.close()

  const second = await startMailbox({ host: '127.0.0.1', httpPort: 0, smtpPort: 0, folder })
  const list = await (await fetch(`${second.url}/api/v1/messages`)).json()
  expect(list.messages).toHaveLength(1)
  expect(list.messages[0]).toMatchObject({
    Subject: 'Confirm <b>your</b> e-mail',
    To: [{ Address: 'vendor@demo.test' }],
  })
  const one = await (await fetch(`${second.url}/api/v1/message/${list.messages[0].ID}`)).json()
  expect(one.Text.trim()).toBe('Follow the link')
  const page = await (await fetch(second.url)).text()
  expect(page).toContain('Confirm &lt;b&gt;your&lt;/b&gt; e-mail')
  expect((await fetch(`${second.url}/api/v1/message/none`)).status).toBe(404)
  await second.close()
  await rm(folder, { recursive: true })
})
