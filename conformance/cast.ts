// What the kits look at: synthetic members that show what each guide asks for, the Users that sign in for them, a directory.
import { makeCast, makeDirectory } from '../synthea/index.ts'
import type { Bundle, Resource } from '../vocabulary/aidbox.ts'

const perTransaction = 200

/** Enough to show everything; the kits read at most 200 of a type, each of them many times. */
const practitioners = 60

/** Puts cast and directory, and a User for each Patient of the cast, into a box; again changes nothing. */
export const loadCast = async (
  box: { url: string; authorization: string },
  { today, password }: { today: string; password: string },
): Promise<void> => {
  const records = [...makeCast({ today }), ...makeDirectory({ today, practitioners })]
  const patients = records.flatMap(({ resourceType, id }) =>
    resourceType === 'Patient' && id ? [id] : [],
  )
  for (let index = 0; index < records.length; index += perTransaction)
    await send(box, 'POST', '/fhir', transaction(records.slice(index, index + perTransaction)))
  for (const patient of patients)
    await send(box, 'PUT', `/User/${patient}`, {
      resourceType: 'User',
      id: patient,
      userName: emailOf(patient),
      email: emailOf(patient),
      password,
      roles: [{ type: 'member' }],
      fhirUser: { reference: `Patient/${patient}` },
    })
}

/** Signs in as this member of the cast. */
export const emailOf = (patient: string): string => `${patient}@conformance.test`

/** Ids of a member's coverages, and of the people and organizations that its record names, by type, comma between. */
export const recordIds = async (
  { box, root }: { box: string; root: string },
  patient: string,
): Promise<Record<string, string>> => {
  const answer = await fetch(`${box}/fhir/Patient/${patient}/$everything?_count=1000`, {
    headers: { authorization: root, accept: 'application/fhir+json' },
  })
  const { entry = [] }: Bundle = await answer.json()
  const idsOf = (type: string): string =>
    entry
      .flatMap(({ resource }) => {
        const isBlueButton = resource?.meta?.profile?.some(url => url.includes('/carin-bb/'))
        return resource?.resourceType === type && resource.id && isBlueButton ? [resource.id] : []
      })
      .join(',')
  const types = ['Coverage', 'Organization', 'Practitioner', 'RelatedPerson']
  return Object.fromEntries(types.map(type => [type, idsOf(type)]))
}

const send = async (
  { url, authorization }: { url: string; authorization: string },
  method: 'POST' | 'PUT',
  path: string,
  body: object,
): Promise<void> => {
  const answer = await fetch(url + path, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok)
    throw new Error(`The box refused ${method} ${path}: ${answer.status} ${text.slice(0, 500)}`)
}

const transaction = (resources: readonly Resource[]) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: resources.map(resource => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  })),
})
