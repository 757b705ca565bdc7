// The previews of all mails: complete in both languages, and nothing of them is left to fill in.
import { expect, test } from 'vitest'
import { mailTemplates } from './outbox.ts'
import { previews } from './preview.ts'

test('every mail can be read in both languages with made-up values', () => {
  const { templates } = previews()
  expect(templates.map(({ name }) => name)).toEqual([...mailTemplates])
  for (const { name, letters } of templates)
    for (const { subject, before, button } of [letters.en, letters.es]) {
      expect(subject, name).toMatch(/^\S.{8,}$/)
      expect(`${subject} ${before.join(' ')} ${button}`, name).not.toMatch(/\{\{|undefined/)
    }
})
