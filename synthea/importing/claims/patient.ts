// A Synthea Patient as C4BB wants a member: with a member number, and the state in two letters.
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { systems } from '../../codes/systems.ts'
import { c4bb, usCore } from '../../profiles.ts'
import type { FileEntry } from '../bundle-file.ts'
import { isFields, textAt, valuesAt } from './fields.ts'

/** Names of states as Synthea writes them, and their postal codes. */
const states: Record<string, string> = {
  Massachusetts: 'MA',
  'New York': 'NY',
  California: 'CA',
  Texas: 'TX',
  Ohio: 'OH',
  Florida: 'FL',
  Washington: 'WA',
}

/** The Patient with what C4BB and US Core need; undefined when it has no name, gender or number of its own. */
export const memberPatient = (entry: FileEntry): FileEntry | undefined => {
  const { resource } = entry
  const number = textAt(resource, 'identifier.value')
  if (number === undefined || !textAt(resource, 'name.family') || !textAt(resource, 'gender'))
    return undefined
  const identifier = {
    type: { coding: [{ system: systems.identifierType, code: 'MB' }] },
    system: systems.memberId,
    value: number,
  }
  const mapped: Resource = {
    ...resource,
    identifier: [...valuesAt(resource, 'identifier'), identifier],
    address: valuesAt(resource, 'address').map(each =>
      isFields(each) && typeof each.state === 'string'
        ? { ...each, state: states[each.state] ?? each.state }
        : each,
    ),
  }
  return { ...entry, resource: mapped, profiles: [...c4bb('Patient'), ...usCore('patient')] }
}
