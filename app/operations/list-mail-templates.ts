// list-mail-templates: what each mail says, in both languages, with made-up values.
import { type Operation, ok } from '../context.ts'
import { previews } from '../mail/preview.ts'

export const listMailTemplates: Operation = async () => ok(previews())
