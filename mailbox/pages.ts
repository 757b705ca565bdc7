// The mailbox's pages, and the two JSON answers of Mailpit that tests and scripts read.
import { createHash } from 'node:crypto'
import express, { type Express } from 'express'
import Handlebars from 'handlebars'
import type { Letter, Letters } from './letters.ts'

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem; }
h1 { font-size: 1.4rem; } a { color: LinkText; }
ol { list-style: none; padding: 0; } li { border-top: 1px solid color-mix(in srgb, CanvasText 20%, Canvas); }
li a { display: grid; grid-template-columns: 1fr auto; gap: .1rem 1rem; padding: .7rem .2rem; text-decoration: none; color: inherit; }
li a:hover strong, li a:focus-visible strong { text-decoration: underline; }
small, time { opacity: .75; } iframe { width: 100%; height: 32rem; border: 1px solid color-mix(in srgb, CanvasText 20%, Canvas); background: white; border-radius: .5rem; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .2rem 1rem; } dt { opacity: .75; } dd { margin: 0; }
`
const styleHash = createHash('sha256').update(style).digest('base64')

const page =
  Handlebars.compile(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{title}}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{{#if refresh}}<meta http-equiv="refresh" content="5">{{/if}}<style>${style}</style></head><body>
{{#if letter}}<p><a href="/">All mail</a></p><h1>{{letter.subject}}</h1>
<dl><dt>From</dt><dd>{{letter.from.Name}} {{letter.from.Address}}</dd><dt>To</dt><dd>{{#each letter.to}}{{Address}} {{/each}}</dd><dt>Sent</dt><dd><time>{{letter.created}}</time></dd></dl>
<iframe title="Message" src="/view/{{letter.id}}" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
{{else}}<h1>Local mailbox</h1><p>Every mail of this demo lands here; nothing leaves this machine. The page looks again every five seconds.</p>
{{#if letters}}<ol>{{#each letters}}<li><a href="/message/{{id}}"><strong>{{subject}}</strong><time>{{created}}</time><small>to {{#each to}}{{Address}} {{/each}}</small></a></li>{{/each}}</ol>
{{else}}<p>No mail yet. Enrol as a vendor, or ask for a new password, and it appears here.</p>{{/if}}{{/if}}
</body></html>`)

const body = Handlebars.compile(
  `<!doctype html><html><head><meta charset="utf-8"><base target="_blank"></head><body><pre>{{text}}</pre></body></html>`,
)

/** The HTTP side of the mailbox. */
export const mailboxPages = (letters: Letters): Express => {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.use((_request, response, next) => {
    response.set({
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; frame-src 'self'; base-uri 'none'`,
    })
    next()
  })
  app.get('/', (_request, response) => {
    response
      .type('html')
      .send(page({ title: 'Local mailbox', refresh: true, letters: letters.list() }))
  })
  app.get('/message/:id', (request, response, next) => {
    const letter = letters.find(request.params.id)
    if (!letter) return next()
    response.type('html').send(page({ title: letter.subject, letter }))
  })
  app.get('/view/:id', (request, response, next) => {
    const letter = letters.find(request.params.id)
    if (!letter) return next()
    // Mail is somebody's HTML: no scripts, no origin, links open in a new tab.
    response.set(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox",
    )
    const html = letter.html ? `<base target="_blank">${letter.html}` : body({ text: letter.text })
    response.type('html').send(html)
  })
  app.get('/api/v1/messages', (_request, response) => {
    const all = letters.list()
    response.json({
      total: all.length,
      unread: 0,
      count: all.length,
      messages_count: all.length,
      start: 0,
      tags: [],
      messages: all.map(summary),
    })
  })
  app.get('/api/v1/message/:id', (request, response, next) => {
    const letter = letters.find(request.params.id)
    if (!letter) return next()
    response.json({
      ...summary(letter),
      Date: letter.created,
      Text: letter.text,
      HTML: letter.html,
      Inline: [],
      ReturnPath: letter.from.Address,
    })
  })
  app.delete('/api/v1/messages', async (_request, response) => {
    await letters.clear()
    response.type('text').send('ok')
  })
  app.use((_request, response) => {
    response.status(404).json({ Error: 'There is no such message; it may have been deleted.' })
  })
  return app
}

const summary = (letter: Letter) => ({
  ID: letter.id,
  MessageID: letter.messageId,
  Read: false,
  From: letter.from,
  To: letter.to,
  Cc: [],
  Bcc: [],
  ReplyTo: [],
  Subject: letter.subject,
  Created: letter.created,
  Tags: [],
  Size: letter.size,
  Attachments: 0,
  Snippet: letter.text.replace(/\s+/g, ' ').slice(0, 120),
})
