// What a file's resources claim to be is asked of the box: a claim that holds stays, the others go and are reported by type.
import { isPlanNetProfile } from '../../vocabulary/profiles.ts'
import { supportedProfilesOf } from '../../vocabulary/supported-profiles.ts'
import { errorsIn } from './answers.ts'
import type { ImportBox } from './box.ts'
import { type Changes, countChange } from './clean.ts'
import type { Prepared } from './prepare.ts'

type PreparedResource = Prepared['resources'][number]

/** The resources with the claims that hold; nothing is asked of those that claim nothing. */
export const keepFittingClaims = async (
  box: ImportBox,
  prepared: Prepared,
  onProgress: (done: number, all: number) => void = () => {},
): Promise<PreparedResource[]> => {
  const kept: PreparedResource[] = []
  const firstFaults: FirstFaults = new Map()
  const claiming = prepared.resources.filter(({ claims }) => claims.length > 0).length
  let asked = 0
  for (const each of prepared.resources) {
    const { claims } = each
    if (claims.length === 0) {
      kept.push(each)
      continue
    }
    const profiles: string[] = []
    for (const claim of claims)
      if (await holds(box, each, claim, prepared.changes, firstFaults)) profiles.push(claim)
    kept.push(profiles.length === 0 ? each : claimed(each, profiles))
    onProgress(++asked, claiming)
  }
  return kept
}

/** Type and profile → the line that counts what does not fit: the first fault stands for all. */
type FirstFaults = Map<string, string>

const holds = async (
  box: ImportBox,
  { resource }: PreparedResource,
  claim: string,
  changes: Changes,
  firstFaults: FirstFaults,
): Promise<boolean> => {
  const { resourceType } = resource
  const [url = '', version] = claim.split('|')
  const name = `${url.split('/').at(-1)}${version ? ` ${version}` : ''}`
  const leftOut = (why: string): false => {
    countChange(changes, `${resourceType} without its claim: ${why}`)
    return false
  }
  // A file may not put anybody into the public directory, which shows what claims a Plan-Net profile.
  if (isPlanNetProfile(url)) return leftOut(`${name} is for the provider directory`)
  if (!supportedProfilesOf(resourceType).includes(url))
    return leftOut('it is of a profile that is not served here')
  const { status, body } = await box.ask('POST', `/${resourceType}/$validate`, {
    resourceType: 'Parameters',
    parameter: [
      { name: 'profile', valueUri: claim },
      { name: 'resource', resource: stamped(resource) },
    ],
  })
  if (status !== 200) return leftOut(`the box does not say whether it fits ${name}, ${status}`)
  const [fault] = errorsIn(body)
  if (fault?.code === 'not-found') return leftOut(`the box does not know ${name}`)
  if (fault === undefined) {
    countChange(changes, `${resourceType} fits ${name}, as it claims`)
    return true
  }
  const key = `${resourceType} ${claim}`
  const first = firstFaults.get(key) ?? `it does not fit ${name}, first because ${fault.text}`
  firstFaults.set(key, first)
  return leftOut(first)
}

// As the box stores it: profiles may demand what it fills in.
const stamped = (resource: PreparedResource['resource']) => ({
  ...resource,
  meta: { ...resource.meta, lastUpdated: '2000-01-01T00:00:00Z' },
})

const claimed = (each: PreparedResource, profiles: readonly string[]): PreparedResource => ({
  ...each,
  resource: { ...each.resource, meta: { ...each.resource.meta, profile: [...profiles] } },
})
