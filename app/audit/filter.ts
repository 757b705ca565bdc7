// What an admin asks the audit for, checked, and the searches that answer it.
import {
  type AuditKind,
  type AuditKindName,
  type AuditOutcome,
  auditKinds,
  auditOutcomes,
} from '../../vocabulary/audit-kinds.ts'
import { planApiSystems } from '../../vocabulary/client-details.ts'
import type { BoxName } from '../../vocabulary/operations.ts'
import { invalid } from '../errors.ts'

export interface AuditFilter {
  box: BoxName
  kind: AuditKindName
  outcome?: AuditOutcome
  /** User id. */
  person?: string
  /** Client id. */
  app?: string
  patient?: string
  from?: string
  to?: string
}

type Query = Readonly<Record<string, string>>
export type Pairs = (readonly [string, string])[]

const idForm = /^[A-Za-z0-9.-]{1,64}$/
const dayForm = /^\d{4}-\d{2}-\d{2}$/
const isDay = (text: string): boolean => dayForm.test(text) && !Number.isNaN(Date.parse(text))

/** The filter in a query; 422 naming each parameter that cannot be used. `person` may still be an address. */
export const filterOf = (query: Query): AuditFilter => {
  const faults: { field: string; message: string }[] = []
  const oneOf = <T extends string>(name: string, known: readonly T[]): T | undefined => {
    const value = query[name]
    const found = known.find(candidate => candidate === value)
    if (value && !found)
      faults.push({ field: name, message: `${name} is not one of ${known.join(', ')}.` })
    return found
  }
  const matching = (name: string, form: (text: string) => boolean, words: string) => {
    const value = query[name]?.trim()
    if (value && !form(value)) faults.push({ field: name, message: `${name} must be ${words}.` })
    return value || undefined
  }
  const filter: AuditFilter = {
    box: oneOf('box', ['production', 'sandbox']) ?? 'production',
    kind: oneOf('kind', kindNames) ?? 'decisions',
    outcome: oneOf('outcome', ['success', 'refused']),
    person: matching('person', isPerson, 'the id of a User, or an e-mail address'),
    app: matching('app', text => idForm.test(text), 'a Client ID'),
    patient: matching('patient', text => idForm.test(text), 'the id of a Patient'),
    from: matching('from', isDay, 'a day such as 2026-11-22'),
    to: matching('to', isDay, 'a day such as 2026-11-22'),
  }
  if (filter.from && filter.to && filter.from > filter.to)
    faults.push({ field: 'to', message: 'to must not be before from.' })
  if (faults.length > 0) throw invalid(faults)
  return filter
}

const kindNames: readonly AuditKindName[] = [
  'decisions',
  'consents',
  'tokens',
  'reads',
  'writes',
  'people',
  'sign-ins',
  'vendors',
  'all',
]
const isPerson = (text: string): boolean =>
  idForm.test(text) || /^[^\s@,|$\\]{1,100}@[^\s@,|$\\]{1,100}$/.test(text)

/**
 * The searches whose answers together are the events asked for, each event in one of them. Boxes name people and apps
 * by reference; the App, which keeps to FHIR's types, by identifier: as who did it, or as whom it was done to.
 */
export const searchesOf = (filter: AuditFilter): Pairs[] => {
  const { person, app } = filter
  const common = commonPairs(filter)
  if (!person && !app) return [common]
  const user = `${planApiSystems.userId}|${person}`
  const client: Pairs = app ? [['entity:identifier', `${planApiSystems.clientId}|${app}`]] : []
  const byBox: Pairs = [
    ...(person ? [['agent', `User/${person}`] as const] : []),
    ...(app ? [['agent', `Client/${app}`] as const] : []),
  ]
  return [
    [...common, ...byBox],
    ...(person
      ? [
          [...common, ['agent:identifier', user] as const, ...client],
          [...common, ['entity:identifier', user] as const, ...client],
        ]
      : [[...common, ...client]]),
  ]
}

const commonPairs = ({ kind, outcome, patient, from, to }: AuditFilter): Pairs => {
  const { subtypes, aboutPeople }: AuditKind = auditKinds[kind]
  return [
    ...(subtypes.length > 0 ? [['subtype', subtypes.join(',')] as const] : []),
    ...(aboutPeople ? [['entity-type', '1'] as const] : []),
    ...(outcome ? [['outcome', auditOutcomes[outcome].codes] as const] : []),
    ...(patient ? [['patient', `Patient/${patient}`] as const] : []),
    ...(from ? [['date', `ge${from}`] as const] : []),
    ...(to ? [['date', `le${to}`] as const] : []),
  ]
}
