// Every mail in both languages: complete, escaped in HTML, verbatim in text.
import { describe, expect, test } from 'vitest'
import { mailTemplates } from './outbox.ts'
import { renderMail } from './render.ts'

const portalUrl = 'https://plan.test'
const parameters = {
  name: 'Ann <b>O’Neil</b>',
  app: 'Bills & Co',
  reason: 'No policy.\nNo logo.',
  patient: 'Ann O’Neil',
  until: 'May 1, 2027',
  since: 'May 1, 2026',
}

describe('mails', () => {
  test.each(
    mailTemplates.flatMap(template => (['en', 'es'] as const).map(l => [template, l] as const)),
  )(
    '%s in %s has a subject, a text and a page, with nothing left to fill in',
    (template, language) => {
      const message = renderMail(
        { template, language, to: 'a@b.test', parameters },
        { portalUrl, link: `${portalUrl}/vendor/confirm#token=abc` },
      )
      expect(message.subject).toMatch(/^\S.{8,}$/)
      expect(message.text).toContain('https://plan.test/')
      expect(message.html).toContain('href="https://plan.test/')
      for (const part of Object.values(message)) expect(part).not.toMatch(/\{\{|undefined/)
    },
  )

  test('names and reasons are escaped in HTML and verbatim in text', () => {
    const mail = { template: 'vendor-rejected', to: 'a@b.test', parameters } as const
    const { subject, text, html } = renderMail(mail, { portalUrl })
    expect(subject).toBe('Bills & Co was not approved')
    expect(text).toContain('Hello Ann <b>O’Neil</b>,')
    expect(text).toContain('No policy.\nNo logo.')
    expect(html).not.toContain('<b>')
    expect(html).toContain('Bills &amp; Co')
  })

  test('a link in a plain text mail is exactly the link', () => {
    const link = `${portalUrl}/vendor/confirm#token=a-b_c&x=1`
    const mail = { template: 'enrollment', to: 'a@b.test', parameters } as const
    expect(renderMail(mail, { portalUrl, link }).text.split('\n')).toContain(link)
  })

  test('a subject never has a second line, whatever an app is called', () => {
    const mail = {
      template: 'vendor-approved',
      to: 'a@b.test',
      parameters: { name: 'Ann', app: 'X\r\nBcc: all@b.test' },
    } as const
    expect(renderMail(mail, { portalUrl }).subject).toBe(
      'X Bcc: all@b.test is approved for production',
    )
  })

  test('a mail wears the plan’s name, colour and contact, and holds no picture', () => {
    const mail = { template: 'vendor-reinstated', to: 'a@b.test', parameters } as const
    const look = { name: 'Sun & Lake', color: '#6a3d7c', contact: 'mailto:help@lake.test' }
    const { text, html } = renderMail(mail, { portalUrl }, look)
    expect(html).toContain('Sun &amp; Lake')
    expect(html).toContain('background:#6a3d7c')
    expect(html).toContain('href="mailto:help@lake.test"')
    expect(html).not.toContain('<img')
    expect(text.trimEnd()).toMatch(/-- \nSun & Lake\nhelp@lake\.test$/)
    expect(renderMail(mail, { portalUrl }).html).toContain('Plan API')
  })

  test('a mail that lacks a parameter is not sent half filled', () => {
    const mail = {
      template: 'vendor-rejected',
      to: 'a@b.test',
      parameters: { name: 'Ann' },
    } as const
    expect(() => renderMail(mail, { portalUrl })).toThrow()
  })
})
