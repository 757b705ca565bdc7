// What a caller may see, as SQL conditions: put into the statement before anything is fetched (conformance, section 4).
import { patientCompartment } from '../../vocabulary/compartment.ts'
import type { Sight, View } from '../context.ts'
import { BoxError } from '../errors.ts'
import { hasOwner, tableOf } from '../storage/tables.ts'
import { all, any, type Condition, everything, groundFor, nothing, ownedBy } from './condition.ts'
import { type QueryContext, queryCondition } from './search-query.ts'

type PatientView = Extract<View, { kind: 'patient' }>

/** One request's views: each type and use is asked for once, each condition is made once. */
export interface Views {
  /** Throws where the type is not allowed. */
  condition(type: string, use: 'read' | 'search' | 'include' | 'chain'): Promise<Condition>
  view(type: string, use: 'read' | 'search' | 'include' | 'chain'): Promise<View>
  /** How queries of this caller are read: chains lead only through what the caller may see. */
  query: QueryContext
}

/** The views of a request. */
export const viewsOf = (sight: Sight, base: string, now: () => Date): Views => {
  const asked = new Map<string, Promise<View>>()
  const view: Views['view'] = (type, use) => {
    const key = `${use} ${type}`
    const known = asked.get(key) ?? sight.view(type, use)
    asked.set(key, known)
    return known
  }
  const condition: Views['condition'] = async (type, use) =>
    viewCondition(type, await view(type, use), views)
  const views: Views = {
    view,
    condition,
    query: { base, now, through: type => condition(type, 'chain') },
  }
  return views
}

/** The condition of one view. A kind or rule that is not known shows nothing. */
export const viewCondition = async (type: string, view: View, views: Views): Promise<Condition> => {
  switch (view.kind) {
    case 'all':
      return everything
    case 'none':
      return nothing
    case 'directory':
      return ({ row }) => `${row}.directory and not ${row}.sensitive`
    case 'patient':
      return all([await patientCondition(type, view, views), await queried(type, view, views)])
  }
}

const patientCondition = async (
  type: string,
  view: PatientView,
  views: Views,
): Promise<Condition> => {
  const open: Condition = view.sensitive ? everything : ({ row }) => `not ${row}.sensitive`
  switch (patientCompartment[type]?.rule) {
    case 'self':
    case 'member-owned':
    case 'member-owned-outside-compartment':
      return all([ownedBy([view.patient]), open])
    case 'via-target':
      return all([await viaTarget(view, views), open])
    case 'reachable-by-reference':
      return all([await reachable(type, view, views, true), open])
    case undefined:
      return nothing
  }
}

/** A resource must be found by one of the queries of the scopes that cover it. */
const queried = async (type: string, view: PatientView, views: Views): Promise<Condition> => {
  if (view.queries.length === 0) return everything
  return any(
    await Promise.all(
      view.queries.map(query =>
        queryCondition(type, [...new URLSearchParams(query).entries()], views.query),
      ),
    ),
  )
}

/** What a patient's own resources of a type may show on the way to others; nothing where the type is not granted. */
const ownCondition = async (
  source: string,
  view: PatientView,
  views: Views,
): Promise<Condition> => {
  if (!view.servable.has(source)) return nothing
  const own = await viewOrNone(source, views)
  // another kind of view would be wider than this member's
  if (own.kind !== 'patient' || own.patient !== view.patient) return nothing
  return all([await patientCondition(source, own, views), await queried(source, own, views)])
}

/** A type that the caller may not include makes nothing reachable; it is no reason to refuse the request. */
const viewOrNone = async (type: string, views: Views): Promise<View> => {
  try {
    return await views.view(type, 'include')
  } catch (error) {
    if (error instanceof BoxError && error.status === 403) return { kind: 'none' }
    throw error
  }
}

/** Ids that a servable resource points at; with `hop`, also through one PractitionerRole, Location or Organization. */
const reachable = async (
  type: string,
  view: PatientView,
  views: Views,
  hop: boolean,
): Promise<Condition> => {
  const sources = new Map<string, string[]>()
  for (const path of patientCompartment[type]?.reachedFrom ?? []) {
    const dot = path.indexOf('.')
    const source = path.slice(0, dot)
    sources.set(source, [...(sources.get(source) ?? []), path.slice(dot + 1)])
  }
  const branches: { source: string; elements: string[]; condition: Condition }[] = []
  for (const [source, elements] of sources) {
    const condition = await sourceCondition(source, view, views, hop)
    if (condition !== nothing) branches.push({ source, elements, condition })
  }
  if (branches.length === 0) return nothing
  return ({ row, bind }) =>
    `${row}.id in (${branches
      .map(({ source, elements, condition }) => {
        const begins = elements.map(element => `${element}=${type}/`)
        const where = condition(groundFor(condition, 's', bind))
        const matches = begins.map(begin => `starts_with(r, ${bind(begin)})`).join(' or ')
        return `select split_part(r, '/', 2) from ${tableOf(source)} s, unnest(s.refs) r where ${where} and (${matches})`
      })
      .join(' union all ')})`
}

const sourceCondition = async (
  source: string,
  view: PatientView,
  views: Views,
  hop: boolean,
): Promise<Condition> => {
  const rule = patientCompartment[source]?.rule
  if (rule !== 'reachable-by-reference') return ownCondition(source, view, views)
  if (!hop || !view.servable.has(source)) return nothing
  const own = await viewOrNone(source, views)
  if (own.kind !== 'patient' || own.patient !== view.patient) return nothing
  const open: Condition = view.sensitive ? everything : ({ row }) => `not ${row}.sensitive`
  return all([await reachable(source, view, views, false), await queried(source, own, views), open])
}

/** Provenance: shown when every target is the patient's own and servable. */
const viaTarget = async (view: PatientView, views: Views): Promise<Condition> => {
  const owned: { type: string; condition: Condition }[] = []
  for (const type of view.servable) {
    if (!hasOwner(type)) continue
    const condition = await ownCondition(type, view, views)
    if (condition !== nothing) owned.push({ type, condition })
  }
  if (owned.length === 0) return nothing
  return ({ row, keys, bind }) => {
    const inside = (type: string, condition: Condition) =>
      `${tableOf(type)} o where ${condition(groundFor(condition, 'o', bind))}`
    const own = owned.map(
      ({ type, condition }) =>
        `select 'target=${type}/' || o.id as key from ${inside(type, condition)}`,
    )
    const servable = owned.map(
      ({ type, condition }) =>
        `(starts_with(k, 'target=${type}/') and exists (select 1 from ${inside(type, condition)} and o.id = split_part(k, '/', 2)))`,
    )
    return `${keys} && (select array_agg(key) from (${own.join(' union all ')}) own)
      and not exists (select 1 from unnest(${row}.keys) k
        where (starts_with(k, 'target=') or starts_with(k, 'target#')) and not (${servable.join(' or ')}))`
  }
}
