// The demo people's own records in production: a member, a parent, and the child the parent acts for.
// Ids are stable: `<patient id>-<type>-<number>`, so that loading them again changes the same resources.
import type { Resource } from '../vocabulary/aidbox.ts'
import { planApiSystems } from '../vocabulary/client-details.ts'
import { type MemberRequest, makeMember } from './member.ts'

type DemoPerson = Pick<MemberRequest, 'scenario' | 'person' | 'relative'> & { id: string }

// Names and birth dates are those of the demo people that the init bundle creates.
const demoPeople: readonly DemoPerson[] = [
  {
    id: 'demo-member',
    scenario: 'chronic-adult',
    person: {
      id: 'demo-member',
      given: 'Mara',
      family: 'Member',
      birthDate: '1978-04-12',
      gender: 'female',
    },
  },
  {
    id: 'demo-parent',
    scenario: 'healthy-adult',
    person: {
      id: 'demo-parent',
      given: 'Paul',
      family: 'Parent',
      birthDate: '1985-09-23',
      gender: 'male',
    },
  },
  {
    id: 'demo-child',
    scenario: 'family-child',
    person: {
      id: 'demo-child',
      given: 'Pia',
      family: 'Parent',
      birthDate: '2017-06-05',
      gender: 'female',
    },
    relative: {
      relationship: 'FTH',
      given: 'Paul',
      family: 'Parent',
      gender: 'male',
      // Who may act for whom: the parent's User on the production box.
      identifier: { system: planApiSystems.userId, value: 'demo-parent' },
    },
  },
]

// The one relative of the three: the same resource that lets the parent act for the child.
const relativeId = 'demo-parent-of-demo-child'

/** All resources of the three demo Patients, ready to be put under their ids. */
export const demoRecords = ({ today }: { today: string }): Resource[] =>
  demoPeople.flatMap(({ id, ...wishes }) => {
    const counts = new Map<string, number>()
    const newId = (type: string) => {
      if (type === 'RelatedPerson') return relativeId
      const count = (counts.get(type) ?? 0) + 1
      counts.set(type, count)
      return `${id}-${type.toLowerCase()}-${count}`
    }
    return makeMember({ seed: id, today, newId, ...wishes }).resources
  })
