// The people the kits look at: synthetic members that show what each guide asks for, and the Users that sign in for them.
import { makeCast } from '../synthea/index.ts'
import type { Resource } from '../vocabulary/aidbox.ts'

const perTransaction = 200

/** Puts the cast's records and a User for each Patient into a box; again changes nothing. */
export const loadCast = async (
  box: { url: string; authorization: string },
  { today, password }: { today: string; password: string },
): Promise<void> => {
  const records = makeCast({ today })
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
