// Another member's claim and one that does not exist: the same answer, and as quickly.
import { randomUUID } from 'node:crypto'
import type { Truth } from './definition.ts'
import type { Member } from './members.ts'
import { median } from './report.ts'

export interface ForeignIds {
  pairs: number
  /** Medians in milliseconds. */
  foreign: number
  absent: number
  apart: number
}

/** Asks in turn for both, as one member; throws when an answer tells them apart. */
export const foreignIds = async (
  box: string,
  truth: Truth,
  member: Member,
  pairs = 200,
): Promise<ForeignIds> => {
  const others = truth.patients.filter(({ id }) => id !== member.patient)
  const foreign: number[] = []
  const absent: number[] = []
  for (let pair = 0; pair < pairs + 20; pair++) {
    const claims = others[pair % others.length]?.eobs ?? []
    const theirs = claims[pair % Math.max(1, claims.length)]?.[0] ?? ''
    const nobodys = randomUUID()
    const ids = pair % 2 === 0 ? [theirs, nobodys] : [nobodys, theirs]
    const seen = new Set<string>()
    for (const id of ids) {
      const { ms, answer } = await ask(box, id, member.token)
      seen.add(answer)
      // the first twenty warm up
      if (pair >= 20) (id === theirs ? foreign : absent).push(ms)
    }
    if (seen.size !== 1)
      throw new Error(`another's claim and none are told apart: ${[...seen].join(' | ')}`)
  }
  const [there, nowhere] = [median(foreign), median(absent)]
  return { pairs, foreign: there, absent: nowhere, apart: Math.abs(there - nowhere) }
}

const ask = async (box: string, id: string, token: string) => {
  const began = performance.now()
  const response = await fetch(`${box}/fhir/ExplanationOfBenefit/${id}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const text = await response.text()
  const ms = performance.now() - began
  return { ms, answer: `${response.status} ${text.replaceAll(id, '{id}')}` }
}
