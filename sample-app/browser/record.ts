// Reads what the app shows from a FHIR server: the member, coverage and all claims, page by page; and adds claims up by month.

interface Money {
  value?: number
}
interface Coding {
  code?: string
  display?: string
}
interface Concept {
  text?: string
  coding?: Coding[]
}
interface Amount {
  category?: Concept
  amount?: Money
}

export interface Claim {
  id: string
  status?: string
  outcome?: string
  created?: string
  type?: Concept
  billablePeriod?: { start?: string; end?: string }
  total?: Amount[]
  item?: { adjudication?: Amount[] }[]
  adjudication?: Amount[]
  insurer?: { display?: string }
  provider?: { display?: string }
}

export interface Coverage {
  id: string
  status?: string
  subscriberId?: string
  type?: Concept
  period?: { start?: string; end?: string }
  class?: { type?: Concept; value?: string; name?: string }[]
  payor?: { display?: string }[]
}

export interface Person {
  id: string
  birthDate?: string
  name?: { text?: string; given?: string[]; family?: string }[]
}

export interface Health {
  patient?: Person
  coverage: Coverage[]
  claims: Claim[]
  /** What could not be read, and why: a member may have unticked it. */
  missing: string[]
}

export interface Month {
  /** YYYY-MM. */
  month: string
  plan: number
  you: number
}

interface SearchSet {
  entry?: { resource?: unknown; search?: { mode?: string } }[]
  link?: { relation: string; url: string }[]
}

/** Everything the page shows; a kind of data that is refused is named in `missing`, the rest still comes. */
export const loadRecord = async (source: {
  patient: string | null
  get: (path: string) => Promise<unknown>
}): Promise<Health> => {
  const missing: string[] = []
  const attempt = async <T>(what: string, work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work()
    } catch (failure) {
      const status = statusOf(failure)
      if (status !== 403) throw failure
      missing.push(what)
      return otherwise
    }
  }
  if (!source.patient) throw new Error('The server did not say whose record this is.')
  const patient = source.patient
  return {
    patient: await attempt(
      'demographics',
      async () => (await source.get(`Patient/${patient}`)) as Person,
      undefined,
    ),
    coverage: await attempt(
      'coverage',
      () => all<Coverage>(source.get, `Coverage?patient=${patient}`),
      [],
    ),
    claims: await attempt(
      'claims',
      () => all<Claim>(source.get, `ExplanationOfBenefit?patient=${patient}&_count=50`),
      [],
    ),
    missing,
  }
}

const all = async <T>(get: (path: string) => Promise<unknown>, first: string): Promise<T[]> => {
  const found: T[] = []
  let next: string | undefined = first
  for (let page = 0; next && page < 40; page++) {
    const bundle = (await get(next)) as SearchSet
    for (const { resource, search } of bundle.entry ?? []) {
      if (search?.mode !== 'include' && resource) found.push(resource as T)
    }
    next = bundle.link?.find(({ relation }) => relation === 'next')?.url
  }
  return found
}

const statusOf = (failure: unknown): number | undefined =>
  typeof failure === 'object' && failure !== null && 'status' in failure
    ? Number(failure.status)
    : undefined

/** One amount of a claim in dollars: C4BB puts it in `total`, or on the header, or on the lines. */
export const amountOf = (claim: Claim, code: string): number => {
  const sum = (amounts: Amount[] | undefined): number | undefined => {
    const hits = (amounts ?? []).filter(({ category }) =>
      category?.coding?.some(coding => coding.code === code),
    )
    return hits.length > 0
      ? hits.reduce((total, { amount }) => total + (amount?.value ?? 0), 0)
      : undefined
  }
  return (
    sum(claim.total) ??
    sum(claim.adjudication) ??
    sum(claim.item?.flatMap(({ adjudication }) => adjudication ?? [])) ??
    0
  )
}

/** What the plan paid and what the member owes. */
export const shares = (claim: Claim): { plan: number; you: number } => ({
  plan: amountOf(claim, 'benefit') || amountOf(claim, 'paidtoprovider'),
  you: amountOf(claim, 'memberliability') || amountOf(claim, 'paidbypatient'),
})

/** The service month of a claim, YYYY-MM. */
export const monthOf = (claim: Claim): string =>
  (claim.billablePeriod?.start ?? claim.created ?? '').slice(0, 7)

/** The last `count` months that end with the newest claim's, oldest first, zeros included. */
export const byMonth = (claims: readonly Claim[], count = 12): Month[] => {
  const sums = new Map<string, Month>()
  for (const claim of claims) {
    if (claim.status === 'cancelled') continue
    const month = monthOf(claim)
    if (!month) continue
    const sum = sums.get(month) ?? { month, plan: 0, you: 0 }
    const { plan, you } = shares(claim)
    sums.set(month, { month, plan: sum.plan + plan, you: sum.you + you })
  }
  const last = [...sums.keys()].sort().at(-1)
  if (!last) return []
  const [year = 0, month = 1] = last.split('-').map(Number)
  return Array.from({ length: count }, (_, index) => {
    const date = new Date(Date.UTC(year, month - count + index, 1))
    const key = date.toISOString().slice(0, 7)
    return sums.get(key) ?? { month: key, plan: 0, you: 0 }
  })
}
