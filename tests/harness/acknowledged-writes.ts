// Writes to a box from several callers at once, and remembers which of them were acknowledged and what must be there now.

export interface Writes {
  /** Ends when told to; writes that fail are kept apart from those that were acknowledged. */
  stop(): Promise<void>
  acknowledged(): number
  /** Compares every write with what the box has; a list of what is wrong. */
  faults(): Promise<string[]>
}

interface Written {
  id: string
  /** Newest version that was acknowledged, and those tried after it: one of them may have been made without an answer. */
  sure: number
  tried: number
  deleted: 'no' | 'tried' | 'sure'
}

const callers = 8
const code = (round: number) => ({ text: `round ${round}` })

/** Creates, updates, deletes and transactions of two; each resource belongs to one caller. */
export const writeContinuously = (box: string, authorization: string): Writes => {
  const written: Written[] = []
  const pairs: { left: string; right: string; sure: boolean }[] = []
  let running = true
  let count = 0

  const send = async (method: string, path: string, body?: unknown): Promise<boolean> => {
    const done = await sendOnce(method, path, body)
    // down: eight callers that ask again at once would only be in the way of its start
    if (!done) await new Promise(resolve => setTimeout(resolve, 50))
    return done
  }
  const sendOnce = async (method: string, path: string, body?: unknown): Promise<boolean> => {
    try {
      const answer = await fetch(`${box}/fhir${path}`, {
        method,
        headers: { authorization, 'content-type': 'application/fhir+json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      await answer.text()
      if (answer.ok) count++
      return answer.ok
    } catch {
      return false // the process or its database was killed before it answered
    }
  }
  const basic = (id: string, round: number) => ({ resourceType: 'Basic', id, code: code(round) })

  const life = async (): Promise<void> => {
    const one: Written = { id: crypto.randomUUID(), sure: 0, tried: 1, deleted: 'no' }
    written.push(one)
    for (let round = 1; round <= 3 && running; round++) {
      one.tried = round
      if (!(await send('PUT', `/Basic/${one.id}`, basic(one.id, round)))) return
      one.sure = round
    }
    if (!running || written.length % 3 > 0) return
    one.deleted = 'tried'
    if (await send('DELETE', `/Basic/${one.id}`)) one.deleted = 'sure'
  }
  const pair = async (): Promise<void> => {
    const both = { left: crypto.randomUUID(), right: crypto.randomUUID(), sure: false }
    pairs.push(both)
    const entry = [both.left, both.right].map(id => ({
      resource: basic(id, 1),
      request: { method: 'PUT', url: `Basic/${id}` },
    }))
    both.sure = await send('POST', '', { resourceType: 'Bundle', type: 'transaction', entry })
  }
  const caller = async (): Promise<void> => {
    while (running) {
      await life()
      if (running) await pair()
    }
  }
  const working = Promise.all(Array.from({ length: callers }, caller))

  const versionOf = async (id: string): Promise<number | undefined> => {
    const answer = await fetch(`${box}/fhir/Basic/${id}`, { headers: { authorization } })
    const body: unknown = await answer.json()
    if (answer.status === 404 || answer.status === 410) return undefined
    if (answer.status !== 200) throw new Error(`reading what was written: ${answer.status}`)
    return Number(/round (\d+)/.exec(JSON.stringify(body))?.[1])
  }
  return {
    stop: async () => {
      running = false
      await working
    },
    acknowledged: () => count,
    faults: async () => {
      const wrong: string[] = []
      for (const { id, sure, tried, deleted } of written) {
        const version = await versionOf(id)
        if (deleted === 'sure' ? version !== undefined : deleted === 'no' && (version ?? 0) < sure)
          wrong.push(
            `Basic/${id}: round ${sure} was acknowledged, deleted: ${deleted}, there is ${version}`,
          )
        if ((version ?? 0) > tried) wrong.push(`Basic/${id}: nobody wrote round ${version}`)
      }
      for (const { left, right, sure } of pairs) {
        const [one, other] = await Promise.all([versionOf(left), versionOf(right)])
        if ((one === undefined) !== (other === undefined))
          wrong.push(`a transaction is half there: ${left}, ${right}`)
        if (sure && one === undefined) wrong.push(`an acknowledged transaction is gone: ${left}`)
      }
      return wrong
    },
  }
}
