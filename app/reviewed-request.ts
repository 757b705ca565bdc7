// The request that an admin has opened, by the path's id.
import type { OperationCall } from './context.ts'
import { notFound } from './errors.ts'
import { readRequest, type StoredRequest } from './production-request.ts'

/** 404 when there is none; a Task of another kind is none. */
export const reviewedRequest = async ({
  boxes,
  params: { id = '' },
}: OperationCall): Promise<StoredRequest> => {
  const request = /^[A-Za-z0-9.-]{1,64}$/.test(id)
    ? await readRequest(boxes.production, id)
    : undefined
  if (!request) throw notFound('production request')
  return request
}
