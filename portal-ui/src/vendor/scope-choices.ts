// The scopes of the app form as tick boxes: one a kind of data, in words, in groups. Pure.
import { scopeTable, scopeWordTable } from '../../../vocabulary/scope-table.ts'
import { parseScope } from '../../../vocabulary/scopes.ts'

export interface ScopeChoice {
  /** The scope that a tick adds. */
  scope: string
  words: string
}

export interface ScopeGroup {
  title: string
  help: string
  choices: ScopeChoice[]
}

const read = (context: 'patient' | 'user') => (type: string) => ({
  scope: `${context}/${type}.read`,
  words: scopeTable[type]?.en ?? type,
})

const plan = ['Patient', 'Coverage', 'ExplanationOfBenefit']
const people = [
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Location',
  'Endpoint',
  'RelatedPerson',
]
const rest = Object.keys(scopeTable).filter(type => !plan.includes(type) && !people.includes(type))

export const scopeGroups: readonly ScopeGroup[] = [
  {
    title: 'Sign-in and launch',
    help: 'Who the member is, whose record to open, and reading while the member is away.',
    choices: Object.entries(scopeWordTable).map(([scope, { en }]) => ({ scope, words: en })),
  },
  {
    title: 'Plan and claims',
    help: 'Each tick allows read and search; your app may ask in v1 (.read) or v2 (.rs) form.',
    choices: plan.map(read('patient')),
  },
  { title: 'Clinical record', help: 'From the same record.', choices: rest.map(read('patient')) },
  {
    title: 'People and places in the record',
    help: 'Who treated the member, and where.',
    choices: people.map(read('patient')),
  },
  {
    title: 'As the signed-in user',
    help: 'For apps that ask with user/. It gives exactly what patient/ gives.',
    choices: Object.entries(scopeTable)
      .filter(([, { user }]) => user)
      .map(([type]) => read('user')(type)),
  },
]

/** What a new app begins with: enough for sign-in, coverage and claims. */
export const firstScopes: readonly string[] = [
  'openid',
  'fhirUser',
  'profile',
  'offline_access',
  'launch',
  'launch/patient',
  ...plan.map(type => `patient/${type}.read`),
]

/** Both texts ask for the same kind of data: same context and type, or the same word. */
const sameKind = (one: string, other: string): boolean => {
  const [a, b] = [parseScope(one), parseScope(other)]
  return a && b ? a.context === b.context && a.type === b.type : one === other
}

/** Is this choice among the app's scopes, in whatever syntax? */
export const isChosen = (scopes: readonly string[], choice: string): boolean =>
  scopes.some(scope => sameKind(scope, choice))

/** The app's scopes after ticking or unticking one choice; others stay as they were written. */
export const withChoice = (
  scopes: readonly string[],
  choice: string,
  ticked: boolean,
): string[] => {
  if (ticked) return isChosen(scopes, choice) ? [...scopes] : [...scopes, choice]
  return scopes.filter(scope => !sameKind(scope, choice))
}
