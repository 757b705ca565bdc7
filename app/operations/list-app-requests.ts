// list-app-requests: the request log of one of the vendor's own apps, newest first, 20 a page, by kind and outcome.
import type { AppRequestsAnswer } from '../../vocabulary/operations.ts'
import { type Operation, ok } from '../context.ts'
import { invalid } from '../errors.ts'
import { ownApp } from '../own-apps.ts'
import { pageOf, pageSize } from '../page-number.ts'
import { auditsSignIns, requestLogSearch, requestOf } from '../request-log.ts'

const kinds = ['authorize', 'token', 'fhir'] as const
const outcomes = ['ok', 'failed'] as const

export const listAppRequests: Operation = async call => {
  const { facts } = await ownApp(call)
  const { sandbox } = call.boxes
  const kind = oneOf('kind', kinds, call.query.kind)
  const outcome = oneOf('outcome', outcomes, call.query.outcome)
  const page = pageOf(call.query)
  const [found, signInsAudited] = await Promise.all([
    sandbox.search('AuditEvent', [
      ...requestLogSearch({
        client: facts.id,
        ...(kind ? { kind } : {}),
        ...(outcome ? { outcome } : {}),
      }),
      ['_count', String(pageSize)],
      ['_page', String(page)],
    ]),
    auditsSignIns(sandbox),
  ])
  const answer: AppRequestsAnswer = {
    requests: found.resources.flatMap(event => requestOf(event) ?? []),
    total: found.total,
    page,
    pageSize,
    signInsAudited,
  }
  return ok(answer)
}

const oneOf = <T extends string>(
  field: string,
  known: readonly T[],
  asked: string | undefined,
): T | undefined => {
  if (!asked) return undefined
  const found = known.find(one => one === asked)
  if (!found) throw invalid([{ field, message: `${field} must be one of ${known.join(', ')}.` }])
  return found
}
