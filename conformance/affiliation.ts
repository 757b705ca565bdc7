// What one OrganizationAffiliation of the directory names, as a tester would copy it: the kit forgets those it has seen.
import type { World } from './world.ts'

/** References and codes of one affiliation that names all of them; values are ready for a search. */
export interface Affiliation {
  organization: string
  participant: string
  network: string
  location: string
  service: string
  specialty: string
}

interface Reference {
  reference?: string
}

interface Resource {
  organization?: Reference
  participatingOrganization?: Reference
  network?: Reference[]
  location?: Reference[]
  healthcareService?: Reference[]
  specialty?: { coding?: { code?: string }[] }[]
}

/** The first that is complete, read as anyone may read it. */
export const findAffiliation = async ({ box }: World): Promise<Affiliation> => {
  const answer = await fetch(`${box}/fhir/OrganizationAffiliation?_count=50`)
  const { entry = [] }: { entry?: { resource?: Resource }[] } = await answer.json()
  for (const { resource } of entry) {
    const found = resource && complete(resource)
    if (found) return found
  }
  throw new Error('The directory has no OrganizationAffiliation that names all it could name.')
}

const complete = (resource: Resource): Affiliation | undefined => {
  const organization = resource.organization?.reference
  const participant = resource.participatingOrganization?.reference
  const network = resource.network?.[0]?.reference
  const location = resource.location?.[0]?.reference
  const service = resource.healthcareService?.[0]?.reference
  const specialty = resource.specialty?.[0]?.coding?.[0]?.code
  return organization && participant && network && location && service && specialty
    ? { organization, participant, network, location, service, specialty }
    : undefined
}
