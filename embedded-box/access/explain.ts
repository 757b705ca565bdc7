// Why a request is let in or not: what the policies were shown, and what each of those that were asked says (contract: aidbox 3.7).
import { BoxError } from '../errors.ts'
import { isObject, type JsonObject } from '../json.ts'
import { concerned, type Judges, putTo, verdictOf } from './authorize.ts'
import type { Asked } from './engines.ts'
import { type Question, requestObject } from './request-object.ts'

export interface Explanation {
  request: JsonObject
  operation: { id: string }
  policies: { id: string; 'eval-result': boolean }[]
}

/** Asks every policy that this request concerns, also those after the first that grants. */
export const explain = async (judges: Judges, question: Question): Promise<Explanation> => {
  const { operation } = question
  const { candidates, roles } = concerned(judges, question)
  const request = requestObject(question)
  const asked: Asked = putTo(request, judges.sql)
  const policies: Explanation['policies'] = []
  for (const policy of candidates)
    policies.push({ id: policy.id, 'eval-result': await verdictOf(policy, asked, roles) })
  return { request: withoutCredentials(request), operation, policies }
}

/** The request as it may be shown: credentials are named and not repeated. */
export const withoutCredentials = (request: JsonObject): JsonObject =>
  isObject(request.headers)
    ? {
        ...request,
        headers: Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [
            name,
            /^(authorization|cookie|x-client-auth)$/.test(name) ? '…' : value,
          ]),
        ),
      }
    : request

/** What the SMART scopes say before any policy is asked: `check` throws 403 where they refuse. */
export const scopesSay = (check: () => void): 'allow' | 'refuse' => {
  try {
    check()
    return 'allow'
  } catch (error) {
    if (error instanceof BoxError) return 'refuse'
    throw error
  }
}
