// Replies about one version of a resource: ETag, Last-Modified, Location, and what `Prefer: return` asks for.
import { outcome } from '../../vocabulary/outcome.ts'
import { isAidboxType } from '../../vocabulary/resource-types.ts'
import { toAidbox } from '../aidbox-format.ts'
import type { FhirCall, Reply } from '../context.ts'
import { isResource } from '../json.ts'
import type { StoredVersion } from '../storage/resources.ts'

/** The reply for a version. `patient` is whose record it is, for the audit. */
export const versionReply = (
  call: FhirCall,
  status: number,
  version: StoredVersion,
  options: { base: string; location?: boolean; patient?: string | null },
): Reply => {
  const { type, id } = version
  return {
    status,
    headers: {
      ETag: `W/"${version.version}"`,
      'Last-Modified': new Date(version.lastUpdated).toUTCString(),
      ...(options.location
        ? { Location: `${options.base}/${type}/${id}/_history/${version.version}` }
        : {}),
    },
    ...body(call, version),
    touched: {
      references: [`${type}/${id}`],
      patients: options.patient ? [options.patient] : [],
    },
  }
}

const body = (call: FhirCall, version: StoredVersion): { body?: string } => {
  const wish = /\breturn=(\w+)/.exec(call.headers.prefer ?? '')?.[1]
  if (call.interaction !== 'FhirRead' && wish === 'minimal') return {}
  if (call.interaction !== 'FhirRead' && wish === 'OperationOutcome')
    return {
      body: JSON.stringify(
        outcome([{ severity: 'information', code: 'informational', diagnostics: 'Done.' }]),
      ),
    }
  return { body: inFormat(call, version.type, version.text) }
}

/** The stored text in the format that the call speaks. */
export const inFormat = (call: Pick<FhirCall, 'base'>, type: string, text: string): string => {
  if (call.base === 'fhir' || !isAidboxType(type)) return text
  const resource: unknown = JSON.parse(text)
  return isResource(resource) ? JSON.stringify(toAidbox(resource)) : text
}
