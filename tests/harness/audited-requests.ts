// Reads, writes and refused requests from several callers at once, and what the audit must know of each of them later.
import { vi } from 'vitest'

export interface AuditedRequests {
  /** Says that the box is about to be killed. */
  killing(): void
  stop(): Promise<void>
  acknowledged(): number
  /** Compares every request with the audit; what is wrong, and how many reads were lost within the second before a kill. */
  compare(): Promise<{ faults: string[]; lostReads: number; counts: string }>
}

interface Asked {
  id: string
  kind: 'read' | 'write' | 'refused'
  /** When the answer was there. */
  answered?: number
  /** What a write creates. */
  reference?: string
}

const callers = 6
/** How far behind the audit of reads may be. */
const behind = 1_000

/** `nosy` is a client that nothing is granted to. */
export const askContinuously = (box: string, root: string, nosy: string): AuditedRequests => {
  const all: Asked[] = []
  const kills: number[] = []
  let running = true
  let count = 0

  const send = async (kind: Asked['kind'], path: string, body?: object): Promise<void> => {
    const asked: Asked = { id: `audited-${crypto.randomUUID()}`, kind }
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
      count++
    } catch {
      // down: callers that ask again at once would only be in the way of its start
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
  const caller = async (): Promise<void> => {
    for (let round = 0; running; round++) {
      const id = crypto.randomUUID()
      await send('write', `/Basic/${id}`, { resourceType: 'Basic', id, code: { text: 'audited' } })
      for (let reads = 0; reads < 3 && running; reads++) await send('read', '/Basic?_count=1')
      if (running && round % 2 === 0) await send('refused', '/Basic?_count=1')
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
  return {
    killing: () => void kills.push(Date.now()),
    stop: async () => {
      running = false
      await working
      // the last read is on its way, and all before it are there when it is
      const last = all.findLast(({ kind, answered }) => kind === 'read' && answered)
      await vi.waitFor(async () => {
        const told = `${box}/fhir/AuditEvent?entity:identifier=${last?.id}&_summary=count`
        const { body }: { body: { total: number } } = await get(told)
        if (body.total === 0) throw new Error('the audit is still behind')
      }, 10_000)
    },
    acknowledged: () => count,
    compare: async () => {
      const audit = await named()
      const faults: string[] = []
      let lostReads = 0
      for (const { id, kind, answered, reference } of all) {
        if (kind === 'write') {
          const { status } = await get(`${box}/fhir/${reference}`)
          if (answered !== undefined && status !== 200) faults.push(`${reference} is gone`)
          if ((status === 200) !== audit.has(id))
            faults.push(`${reference}: there ${status === 200}, told ${audit.has(id)}`)
        } else if (answered !== undefined && !audit.has(id)) {
          const justBefore = kills.some(
            kill => answered <= kill + behind && answered >= kill - behind,
          )
          if (kind === 'read' && justBefore) lostReads++
          else faults.push(`a request (${kind}) answered at ${answered} is not in the audit`)
        }
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

interface Page {
  entry?: {
    resource: { entity?: { what?: { reference?: string; identifier?: { value: string } } }[] }
  }[]
  link: { relation: string; url: string }[]
}
