// list-mails: the outbox of a box by state, newest first, 20 a page; no link that opens an account is told.

import { planApiSystems } from '../../vocabulary/client-details.ts'
import type { MailState, MailsAnswer } from '../../vocabulary/staff.ts'
import { type Operation, ok } from '../context.ts'
import { invalid } from '../errors.ts'
import { mailStates, mailView } from '../mail/mail-view.ts'
import { pageOf, pageSize } from '../page-number.ts'

export const listMails: Operation = async call => {
  const { state, box = 'production' } = call.query
  if (box !== 'production' && box !== 'sandbox')
    throw invalid([{ field: 'box', message: 'Box is not one of production, sandbox.' }])
  const statuses = Object.entries(mailStates)
    .filter(([, known]: [string, MailState]) => !state || known === state)
    .map(([status]) => status)
  if (statuses.length === 0)
    throw invalid([
      { field: 'state', message: `State is not one of ${Object.values(mailStates).join(', ')}.` },
    ])
  const page = pageOf(call.query)
  const { resources, total } = await call.boxes[box].search('Communication', [
    ['category', `${planApiSystems.code}|mail`],
    ['status', statuses.join(',')],
    ['_sort', '-_lastUpdated'],
    ['_count', String(pageSize)],
    ['_page', String(page)],
  ])
  const answer: MailsAnswer = {
    mails: resources.flatMap(resource => mailView(resource) ?? []),
    total,
    page,
  }
  return ok(answer)
}
