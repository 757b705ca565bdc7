// The calls that the test client offers, by the types the token was given.
import { scopeTable } from '../../../../vocabulary/scope-table.ts'
import { parseScope } from '../../../../vocabulary/scopes.ts'
import { typeWords } from '../../fhir/type-words.ts'
import { searchFor } from '../../record/use-record.ts'

/** What can be called with these scopes for this patient: label and path below the FHIR base. */
export const callsFor = (scope: string, patient: string): { value: string; label: string }[] => {
  const granted = new Set(scope.split(' ').flatMap(text => parseScope(text)?.type ?? []))
  return Object.keys(scopeTable)
    .filter(type => granted.has(type) || granted.has('*'))
    .map(type => {
      const query = new URLSearchParams({ ...searchFor(type, patient), _count: '5' })
      const path = type === 'Patient' ? `Patient/${patient}` : `${type}?${query}`
      const kind = typeWords(type)
      return { value: path, label: kind === type ? type : `${kind} (${type})` }
    })
}
