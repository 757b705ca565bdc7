// The conformance cast with stable ids (`conformance-<who>-<type>-<number>`): M1 to M6, and one member for each kind of claim.
import type { Resource } from '../vocabulary/aidbox.ts'
import { type MemberRequest, makeMember } from './member.ts'
import { castScenarios } from './scenarios/cast.ts'

const subscriber = {
  given: 'Mona',
  family: 'Conformant',
  gender: 'female',
} as const

/** All resources of the cast, ready to be put under their ids. */
export const makeCast = ({ today }: { today: string }): Resource[] => {
  const birthDate = `${Number(today.slice(0, 4)) - 28}-02-03`
  const m1 = { ...subscriber, birthDate, id: 'conformance-m1' }
  const special: Record<string, Pick<MemberRequest, 'person' | 'subscriber' | 'relative'>> = {
    'conformance-m1': { person: m1 },
    // A child whose coverage, claims and care team name M1: they must stay out of M1's answers.
    'conformance-m2': {
      subscriber: {
        reference: `Patient/${m1.id}`,
        display: `${subscriber.given} ${subscriber.family}`,
      },
      relative: { ...subscriber, relationship: 'MTH', birthDate },
    },
  }
  return castScenarios.flatMap(({ id: who }) => {
    const counts = new Map<string, number>()
    const newId = (type: string) => {
      if (type === 'Patient') return who
      const count = (counts.get(type) ?? 0) + 1
      counts.set(type, count)
      return `${who}-${type.toLowerCase()}-${count}`
    }
    return makeMember({ seed: who, today, newId, scenario: who, ...special[who] }).resources
  })
}
