// Who may act for whom: the RelatedPersons that name an account, as an admin sees them.
import type { Stored } from '../../vocabulary/aidbox.ts'
import { planApiSystems } from '../../vocabulary/client-details.ts'
import { holds } from '../../vocabulary/delegation.ts'
import type { DelegationsAnswer } from '../../vocabulary/staff.ts'
import { delegationOf, nameOf, relationshipOf } from '../acting.ts'
import type { BoxClient } from '../box-client.ts'
import { userOf } from '../envelope.ts'
import { listAt, referencedId, textAt } from '../json.ts'

type Delegation = DelegationsAnswer['delegations'][number]

/** One row each; accounts and records are asked for together. */
export const delegationRows = async (
  box: BoxClient,
  people: readonly Stored[],
  now: Date,
  ageOfMajority: number,
): Promise<Delegation[]> => {
  if (people.length === 0) return []
  const users = await box.searchAll('User', { _id: people.map(userIn).join(',') })
  const patients = await box.searchAll('Patient', {
    _id: people.map(person => referencedId(person.patient, 'Patient') ?? '').join(','),
  })
  return people.map(person => {
    const id = userIn(person)
    const account = userOf(users.find(user => user.id === id))
    const patientId = referencedId(person.patient, 'Patient') ?? ''
    const patient = patients.find(candidate => candidate.id === patientId)
    const [since, until] = [textAt(person.period, 'start'), textAt(person.period, 'end')]
    const birthDate = patient && textAt(patient, 'birthDate')
    return {
      id: person.id,
      person: {
        id,
        ...(account?.name ? { name: account.name } : {}),
        ...(account?.email ? { email: account.email } : {}),
      },
      patient: { id: patientId, name: patient ? nameOf(patient) : '' },
      relationship: relationshipOf(person),
      ...(since ? { since } : {}),
      ...(until ? { until } : {}),
      inactive:
        person.active === false || !holds(delegationOf(person, birthDate), now, ageOfMajority),
    }
  })
}

const userIn = (person: Stored): string =>
  listAt(person, 'identifier')
    .filter(identifier => textAt(identifier, 'system') === planApiSystems.userId)
    .map(identifier => textAt(identifier, 'value') ?? '')[0] ?? ''
