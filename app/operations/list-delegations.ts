// list-delegations: who may act for whom in production, 20 a page, those that are over too.
import { planApiSystems } from '../../vocabulary/client-details.ts'
import type { DelegationsAnswer } from '../../vocabulary/staff.ts'
import { type Operation, ok } from '../context.ts'
import { pageOf, pageSize } from '../page-number.ts'
import { delegationRows } from '../people/delegations.ts'

export const listDelegations: Operation = async call => {
  const page = pageOf(call.query)
  const box = call.boxes.production
  const { resources, total } = await box.search('RelatedPerson', [
    ['identifier', `${planApiSystems.userId}|`],
    ['_sort', '_id'],
    ['_count', String(pageSize)],
    ['_page', String(page)],
  ])
  const answer: DelegationsAnswer = {
    delegations: await delegationRows(box, resources, call.clock(), call.config.ageOfMajority),
    total,
    page,
  }
  return ok(answer)
}
