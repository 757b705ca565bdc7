// Every mail in both languages with made-up values, as it would be read.
import type { MailTemplatesAnswer } from '../../vocabulary/staff.ts'
import { mailTemplates } from './outbox.ts'
import { letterOf } from './render.ts'

/** Nobody's: each parameter that any template has. */
const madeUp: Record<string, string> = {
  name: 'Alex Example',
  app: 'Claims at a Glance',
  organization: 'Example Health Apps',
  reason: 'The description does not say in plain words what the app does for a member.',
  note: '',
  due: '2026-11-30',
  patient: 'Alex Example',
  since: 'May 20, 2026',
  until: 'December 1, 2026',
  overdue: '',
}

/** The letters; a parameter that a template needs and nobody made up is an error of ours. */
export const previews = (): MailTemplatesAnswer => ({
  templates: mailTemplates.map(template => {
    const letter = (language: 'en' | 'es') => {
      const mail = { template, to: 'alex@plan.example', language, parameters: madeUp }
      const { subject, before, button, after } = letterOf(mail)
      return { subject, before, button, after }
    }
    return { name: template, letters: { en: letter('en'), es: letter('es') } }
  }),
})
