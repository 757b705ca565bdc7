// Reads, writes and refused requests from several callers at once, and what the audit must know of each of them later.
import { vi } from 'vitest'

export interface AuditedRequests {
  /**
   * Lets the callers go on for so many milliseconds without a request that is refused: a refusal is written at once, and with it all
   * reads before it, so that a kill would cost hardly any.
   */
  withoutRefusals(ms: number): Promise<void>
  /** To be called when the box is dead and not yet started again; resolves when all its answers are in. */
  killed(): Promise<void>
  stop(): Promise<void>
  acknowledged(): number
  /** Compares every request with the audit; what is wrong, and how many reads the kills have cost. */
  compare(): Promise<{ faults: string[]; lostReads: number; counts: string }>
}

interface Asked {
  id: string
  kind: 'read' | 'write' | 'refused'
  asked: number
  /** When the answer was there. */
  answered?: number
  /** After how many kills it was there. */
  life?: number
  /** What a write creates. */
  reference?: string
}

const callers = 6
/** How much of the reads a kill may cost, in milliseconds. */
const behind = 1_000

/**
 * What is wrong with the reads of one life of the box that the audit does not know: an event is remembered between question and answer,
 * so what was remembered within one second was asked at most one second after the first of it was answered; and events are written
 * in their order, so nothing is missing before what is there.
 */
const wrongLosses = (lost: readonly Answered[], told: readonly Answered[]): string[] => {
  if (lost.length === 0) return []
  const firstAnswered = Math.min(...lost.map(({ answered }) => answered))
  const lastAsked = Math.max(...lost.map(({ asked }) => asked))
  const after = told.filter(({ asked }) => asked > firstAnswered)
  return [
    // both are cut to whole milliseconds
    ...(lastAsked - firstAnswered > behind + 1
      ? [`${lost.length} reads of ${lastAsked - firstAnswered} ms are not in the audit`]
      : []),
    ...(after.length > 0
      ? [`a read is not in the audit, and ${after.length} that were asked after it are`]
      : []),
  ]
}

/** `nosy` is a client that nothing is granted to. */
export const askContinuously = (box: string, root: string, nosy: string): AuditedRequests => {
  const all: Asked[] = []
  const underway = new Set<Promise<void>>()
  let lives = 0
  let running = true
  let refusals = true
  let count = 0

  const ask = async (kind: Asked['kind'], path: string, body?: object): Promise<void> => {
    const asked: Asked = { id: `audited-${crypto.randomUUID()}`, kind, asked: Date.now() }
    if (kind === 'write') asked.reference = path.slice(1)
    all.push(asked)
    try {
      const answer = await fetch(`${box}/fhir${path}`, {
        method: body ? 'PUT' : 'GET',
        headers: {
          authorization: kind === 'refused' ? nosy : root,
          'content-type': 'application/fhir+json',
          'x-request-id': asked.id,
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      await answer.text()
      const wanted = { read: 200, write: 201, refused: 403 }[kind]
      if (answer.status !== wanted) return
      asked.answered = Date.now()
      asked.life = lives
      count++
    } catch {
      // down: callers that ask again at once would only be in the way of its start
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
  const send = async (...question: Parameters<typeof ask>): Promise<void> => {
    const answer = ask(...question)
    underway.add(answer)
    await answer
    underway.delete(answer)
  }
  const caller = async (): Promise<void> => {
    for (let round = 0; running; round++) {
      const id = crypto.randomUUID()
      await send('write', `/Basic/${id}`, { resourceType: 'Basic', id, code: { text: 'audited' } })
      for (let reads = 0; reads < 3 && running; reads++) await send('read', '/Basic?_count=1')
      if (running && refusals && round % 2 === 0) await send('refused', '/Basic?_count=1')
    }
  }
  const working = Promise.all(Array.from({ length: callers }, caller))

  const get = async (url: string) => {
    const answer = await fetch(url, { headers: { authorization: root } })
    return { status: answer.status, body: await answer.json() }
  }
  /** Everything that the audit names: request ids and references. */
  const named = async (): Promise<Set<string>> => {
    const found = new Set<string>()
    let next: string | undefined = `${box}/fhir/AuditEvent?_count=1000`
    while (next !== undefined) {
      const { body }: { body: Page } = await get(next)
      for (const { resource } of body.entry ?? [])
        for (const { what } of resource.entity ?? [])
          found.add(what?.identifier?.value ?? what?.reference ?? '')
      next = body.link.find(({ relation }) => relation === 'next')?.url
    }
    return found
  }
  const reads = (life: number): Answered[] =>
    all.filter((one): one is Answered => one.kind === 'read' && one.life === life)

  return {
    withoutRefusals: async ms => {
      refusals = false
      await new Promise(resolve => setTimeout(resolve, ms))
    },
    killed: async () => {
      await Promise.all(underway)
      lives++
      refusals = true
    },
    stop: async () => {
      running = false
      await working
      // they are written behind
      await vi.waitFor(async () => {
        const audit = await named()
        if (!reads(lives).every(({ id }) => audit.has(id))) throw new Error('it is still behind')
      }, 10_000)
    },
    acknowledged: () => count,
    compare: async () => {
      const audit = await named()
      const faults: string[] = []
      for (const { id, kind, answered, reference } of all) {
        if (kind === 'write') {
          const { status } = await get(`${box}/fhir/${reference}`)
          if (answered !== undefined && status !== 200) faults.push(`${reference} is gone`)
          if ((status === 200) !== audit.has(id))
            faults.push(`${reference}: there ${status === 200}, told ${audit.has(id)}`)
        } else if (kind === 'refused' && answered !== undefined && !audit.has(id))
          faults.push(`a refusal answered at ${answered} is not in the audit`)
      }
      let lostReads = 0
      for (let life = 0; life <= lives; life++) {
        const [told, lost] = partition(reads(life), ({ id }) => audit.has(id))
        lostReads += lost.length
        faults.push(...wrongLosses(lost, told))
      }
      const of = (kind: Asked['kind']) =>
        all.filter(one => one.kind === kind && one.answered).length
      return {
        faults,
        lostReads,
        counts: `${of('write')} writes, ${of('read')} reads, ${of('refused')} refusals`,
      }
    },
  }
}

type Answered = Asked & { answered: number }

const partition = <One>(all: readonly One[], isFirst: (one: One) => boolean): [One[], One[]] => [
  all.filter(isFirst),
  all.filter(one => !isFirst(one)),
]

interface Page {
  entry?: {
    resource: { entity?: { what?: { reference?: string; identifier?: { value: string } } }[] }
  }[]
  link: { relation: string; url: string }[]
}
