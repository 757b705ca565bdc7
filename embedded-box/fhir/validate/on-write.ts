// What a write has to fit besides FHIR itself: the profiles it claims in meta.profile, those that this box knows.
import type { Resource } from '../../../vocabulary/aidbox.ts'
import type { Issue } from '../../../vocabulary/outcome.ts'
import type { Box } from '../../box.ts'
import { field, isObject } from '../../json.ts'

/**
 * Errors against claimed profiles; none where validation of writes is off, or no claimed profile is known:
 * like Aidbox, a box takes what claims a profile it does not have.
 */
export const faultsOnWrite = async (box: Box, resource: Resource): Promise<Issue[]> => {
  if (!box.validation?.onWrite) return []
  const claims = field(field(resource, 'meta'), 'profile')
  if (!Array.isArray(claims) || claims.length === 0) return []
  const validator = await box.validation.validator()
  const known = claims.filter(each => typeof each === 'string' && validator.knows(each))
  if (known.length === 0) return []
  return validator
    .validate(asStored(resource, box.clock()))
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
}

/** A resource as it will be stored: profiles may demand what the box fills in. */
export const asStored = (resource: Resource, now: Date): Resource => ({
  ...resource,
  meta: { ...(isObject(resource.meta) ? resource.meta : {}), lastUpdated: now.toISOString() },
})
