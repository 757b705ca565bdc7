// Words and parameters → a message in HTML and in plain text. The words of each template are one YAML file.
import { readFileSync } from 'node:fs'
import Handlebars from 'handlebars'
import { parse } from 'yaml'
import { type PlanLook, usualPlanName } from '../../vocabulary/brand.ts'
import { type Language, type Mail, type MailTemplate, mailTemplates } from './outbox.ts'

export interface Message {
  subject: string
  text: string
  html: string
}

interface Words {
  subject: string
  before: string[]
  button: string
  after: string[]
}

interface Template {
  /** The portal page its button opens when the mail carries no link of its own. */
  page?: string
  en: Words
  es: Words
}

/** What a mail says, filled in. */
export const letterOf = (mail: Mail): Words & { language: Language } => {
  const language: Language = mail.language ?? 'en'
  const words = templates[mail.template][language]
  const fill = (text: string) => filled(text, mail.parameters)
  return {
    language,
    subject: fill(words.subject).replace(/\s+/g, ' '),
    before: words.before.map(fill).filter(Boolean),
    button: words.button,
    after: words.after.map(fill).filter(Boolean),
  }
}

/** The plan's look in a mail. No picture: mail programs block those from elsewhere, and loading one would tell of the reader. */
export type MailLook = PlanLook & { contact?: string }

const ours = { name: usualPlanName, color: '#1864ab' }

/** Renders a mail; `link` is the absolute URL its button opens. */
export const renderMail = (
  mail: Mail,
  links: { portalUrl: string; link?: string },
  look: MailLook = ours,
): Message => {
  const { page } = templates[mail.template]
  const letter = {
    ...letterOf(mail),
    link: links.link ?? (page ? links.portalUrl + page : undefined),
    look: { ...ours, ...look },
    contact: look.contact && { url: look.contact, words: contactWords(look.contact) },
  }
  return { subject: letter.subject, text: textLayout(letter), html: htmlLayout(letter) }
}

/** An address as people read it. */
const contactWords = (url: string): string => url.replace(/^(mailto:|tel:)/, '')

// Sentences are filled unescaped: the HTML layout escapes each whole sentence, the text layout must not.
const filled = (text: string, parameters: Record<string, string>): string =>
  Handlebars.compile(text, { noEscape: true, strict: !text.includes('{{#if') })(parameters).trim()

const layout = (name: string, noEscape: boolean): Handlebars.TemplateDelegate =>
  Handlebars.compile(readFileSync(new URL(`./${name}`, import.meta.url), 'utf8'), { noEscape })

const htmlLayout = layout('letter.html.hbs', false)
const textLayout = layout('letter.text.hbs', true)

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText)

const readWords = (name: string, language: Language, value: unknown): Words => {
  const words = typeof value === 'object' && value !== null ? value : {}
  const { subject, before, button, after } = words as Record<string, unknown> // checked below
  if (!isText(subject) || !isTexts(before) || !isText(button) || !isTexts(after))
    throw new Error(
      `app/mail/templates/${name}.yaml: ${language} needs subject, before, button, after`,
    )
  return { subject, before, button, after }
}

const readTemplate = (name: MailTemplate): Template => {
  const file = new URL(`./templates/${name}.yaml`, import.meta.url)
  const { page, en, es } = parse(readFileSync(file, 'utf8')) as Record<string, unknown> // checked below
  return {
    ...(isText(page) ? { page } : {}),
    en: readWords(name, 'en', en),
    es: readWords(name, 'es', es),
  }
}

const templates = Object.fromEntries(
  mailTemplates.map(name => [name, readTemplate(name)]),
) as Record<MailTemplate, Template> // one for each name, by construction
