// Why the consent page cannot go on, shown on a page of our own: never a redirect to an address nobody registered.

export const problems = [
  'bad-request',
  'unknown-app',
  'unknown-redirect',
  'not-signed-in',
  'over',
  'not-ours',
  'no-record',
  'no-such-record',
  'not-offered',
  'too-many',
  'box-down',
] as const

export type ProblemName = (typeof problems)[number]

const statusOf: Record<ProblemName, number> = {
  'bad-request': 400,
  'unknown-app': 400,
  'unknown-redirect': 400,
  'not-signed-in': 400,
  over: 400,
  'not-ours': 403,
  'no-record': 403,
  'no-such-record': 400,
  'not-offered': 400,
  'too-many': 429,
  'box-down': 503,
}

/** Rendered by the router as a page; `wayBack` is a link that tells the app no. */
export class ConsentProblem extends Error {
  readonly problem: ProblemName
  readonly status: number
  readonly wayBack: string | undefined
  constructor(problem: ProblemName, wayBack?: string) {
    super(problem)
    this.name = 'ConsentProblem'
    this.problem = problem
    this.status = statusOf[problem]
    this.wayBack = wayBack
  }
}
