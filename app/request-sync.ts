// Saving the form while a request is pending updates the request: the snapshot follows the sandbox Client.
import type { SmartAppFields } from '../vocabulary/operations.ts'
import type { AppContext } from './context.ts'
import { isBoxDown, isConflict } from './errors.ts'
import type { OwnApp } from './own-apps.ts'
import { moved, readRequest, type StoredRequest, toTask } from './production-request.ts'
import { fieldsOf } from './smart-app.ts'
import { missingFields } from './smart-app-fields.ts'
import { type KnownOrNot, unknownStanding } from './standing.ts'

/**
 * The standing after the pending request has been given the app's latest save. A save writes the sandbox first; should
 * the App stop in between, the next look at the app repairs it here. An incomplete form never reaches the reviewer.
 */
export const bringRequestUpToDate = async (
  app: AppContext,
  { client, facts }: OwnApp,
  standing: KnownOrNot,
): Promise<KnownOrNot> => {
  if (standing === unknownStanding) return standing
  const { request } = standing
  const fields = fieldsOf(client)
  if (request?.state !== 'pending' || request.appVersion >= facts.version) return standing
  if (missingFields(fields).length > 0) return standing
  try {
    return { ...standing, request: await updateSnapshot(app, request, fields, facts.version) }
  } catch (error) {
    if (isBoxDown(error)) return unknownStanding
    if (!isConflict(error)) throw error
    // Decided or saved elsewhere in the meantime: what stands now is the truth.
    return { ...standing, request: await readRequest(app.boxes.production, request.id) }
  }
}

const updateSnapshot = async (
  { boxes, clock }: AppContext,
  request: StoredRequest,
  snapshot: SmartAppFields,
  appVersion: number,
): Promise<StoredRequest> => {
  const next = moved(request, 'pending', { snapshot, appVersion, updatedAt: clock().toISOString() })
  const task = await boxes.production.update(toTask(next), { ifMatch: request.version })
  return { ...next, version: task.meta.versionId }
}
