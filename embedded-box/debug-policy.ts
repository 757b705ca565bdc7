// `?__debug=policy`, in development mode only: instead of the answer, how the policies judge the request.
import { explain, scopesSay } from './access/explain.ts'
import { requireScope } from './access/narrow.ts'
import type { Reply } from './context.ts'
import { questionOf, type Visit } from './visit.ts'

/** True when this request asks for it and this box may tell: in production it is a parameter like any other. */
export const asksForPolicies = ({ front, query }: Visit): boolean =>
  front.box.config.developmentMode === true &&
  query.some(([name, value]) => name === '__debug' && value === 'policy')

/** How the request is judged; nothing of it is done. */
export const showPolicies = async (visit: Visit): Promise<Reply> => {
  const { token, asked } = visit
  const scopes = token ? { scopes: scopesSay(() => requireScope(token, asked)) } : {}
  const explanation = await explain(visit.rules, questionOf(visit))
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ ...explanation, ...scopes }),
  }
}
