// find-people: vendors (of the sandbox), members and admins, with what they may read, what they allowed, where they are
// signed in. The only operation with which one box shows people of the other.
import type { PeopleAnswer } from '../../vocabulary/operations.ts'
import { type Operation, ok } from '../context.ts'
import { invalid } from '../errors.ts'
import { pageOf, pageSize } from '../page-number.ts'
import { personViews } from '../person-view.ts'

const boxOfRole = { vendor: 'sandbox', member: 'production', admin: 'production' } as const
const isRole = (text: string): text is keyof typeof boxOfRole => Object.hasOwn(boxOfRole, text)

export const findPeople: Operation = async call => {
  const { role = 'member', q = '' } = call.query
  if (!isRole(role))
    throw invalid([{ field: 'role', message: 'Role is not one of vendor, member, admin.' }])
  const text = q.trim()
  if (text.length > 100)
    throw invalid([{ field: 'q', message: 'The search text is too long: 100 characters at most.' }])
  const page = pageOf(call.query)
  const box = call.boxes[boxOfRole[role]]
  const { resources, total } = await box.search('User', [
    ['role', role],
    ...(text === '' ? [] : [matching(text)]),
    ['_sort', '_id'],
    ['_count', String(pageSize)],
    ['_page', String(page)],
  ])
  const answer: PeopleAnswer = {
    people: await personViews(box, resources, call.clock(), call.config.ageOfMajority),
    total,
    page,
  }
  return ok(answer)
}

/** An address is looked for as a whole; anything else is part of a name. Commas would mean "or". */
const matching = (text: string): readonly [string, string] => {
  const literal = text.replaceAll(/[\\,$|]/g, '\\$&')
  return text.includes('@') ? ['email', literal.toLowerCase()] : ['name:contains', literal]
}
