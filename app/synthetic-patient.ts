// One synthetic member with fresh ids for a vendor's account, ready for a transaction; found again by its tags.
import { makeMember, scenarios } from '../synthea/index.ts'
import type { BundleEntry, Resource, Stored } from '../vocabulary/aidbox.ts'
import type { AppListAnswer, InitializePatientAnswer } from '../vocabulary/operations.ts'
import { scopeTable } from '../vocabulary/scope-table.ts'
import type { OperationCall } from './context.ts'
import { isBundle, isStored, listAt, referencedId, textAt } from './json.ts'

/** Each resource of a record carries its patient's id, those a patient does not own (doctors, hospitals) too. */
const recordSystem = 'https://plan-api.example/fhir/synthetic-record'
const scenarioSystem = 'https://plan-api.example/fhir/synthetic-scenario'

/** Types a record is made of: what an app can be granted. */
const recordTypes = Object.keys(scopeTable)

/** What Initialize Patient offers. */
export const scenarioList = (): AppListAnswer['scenarios'] =>
  scenarios.map(({ id, title, description }) => ({ id, title, description }))

/** The scenario of this id, or the first when none is named; undefined when there is no such scenario. */
export const chosenScenario = (id: string | undefined): string | undefined =>
  id === undefined ? scenarios[0]?.id : scenarios.find(scenario => scenario.id === id)?.id

/** A new member: the answer for the vendor, and one entry a resource. */
export const newRecord = (
  { newId, clock }: OperationCall,
  scenario: string,
): { answer: InitializePatientAnswer; entries: BundleEntry[] } => {
  const today = clock().toISOString().slice(0, 10)
  const { patient, resources } = makeMember({
    seed: newId(),
    today,
    scenario,
    newId: () => newId(),
  })
  const patientId = patient.id ?? ''
  const tagged = resources.map(resource => tag(resource, patientId, scenario))
  return {
    answer: {
      patient: { id: patientId, name: nameOf(patient), scenario },
      counts: countByType(tagged),
    },
    entries: tagged.map(resource => ({
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    })),
  }
}

/** The patient that the caller's account is linked to now, if any. */
export const existingPatient = async (
  call: OperationCall,
): Promise<AppListAnswer['patient'] | undefined> => {
  if (!call.caller.user) return undefined
  const user = await call.boxes.sandbox.read('User', call.caller.user.id)
  const id = referencedId(user?.fhirUser, 'Patient')
  return id === undefined ? undefined : patientSummary(call, id)
}

/** Name and scenario of a patient; undefined when it does not exist. */
export const patientSummary = async (
  { boxes }: OperationCall,
  id: string,
): Promise<AppListAnswer['patient'] | undefined> => {
  const patient = await boxes.sandbox.read('Patient', id)
  if (!patient) return undefined
  const scenario = patient.meta.tag?.find(coding => coding.system === scenarioSystem)?.code
  return { id, name: nameOf(patient), scenario: scenario ?? '' }
}

/** Type → number of resources of a record. */
export const recordCounts = async (
  call: OperationCall,
  patientId: string,
): Promise<Record<string, number>> => countByType(await recordResources(call, patientId))

/** All resources of a record, by their tag; only id and type are asked for. */
export const recordResources = async (
  { boxes }: OperationCall,
  patientId: string,
): Promise<Stored[]> => {
  const tagQuery = `_tag=${encodeURIComponent(`${recordSystem}|${patientId}`)}`
  const answer = await boxes.sandbox.batch(
    recordTypes.map(type => ({
      request: { method: 'GET', url: `${type}?${tagQuery}&_elements=id&_count=1000` },
    })),
  )
  return (answer.entry ?? []).flatMap(({ resource }) =>
    isBundle(resource) ? (resource.entry ?? []).flatMap(found => storedIn(found.resource)) : [],
  )
}

const storedIn = (resource: unknown): Stored[] => (isStored(resource) ? [resource] : [])

const tag = (resource: Resource, patientId: string, scenario: string): Resource => ({
  ...resource,
  meta: {
    ...resource.meta,
    tag: [
      ...(resource.meta?.tag ?? []),
      { system: recordSystem, code: patientId },
      ...(resource.resourceType === 'Patient' ? [{ system: scenarioSystem, code: scenario }] : []),
    ],
  },
})

const countByType = (resources: readonly Resource[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { resourceType } of resources) counts[resourceType] = (counts[resourceType] ?? 0) + 1
  return counts
}

const nameOf = (patient: Resource): string => {
  const [name] = listAt(patient, 'name')
  return (
    textAt(name, 'text') ??
    [...listAt(name, 'given'), textAt(name, 'family')].filter(Boolean).join(' ')
  )
}
