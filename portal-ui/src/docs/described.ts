// The API description, read once; its operations as the pages list them.
import { useQuery } from '@tanstack/react-query'
import type { ApiDocument, ApiOperation } from '../../../vocabulary/openapi/openapi-types.ts'
import type { BoxName } from '../../../vocabulary/operations.ts'
import { boxUrl, loadApiDescription } from '../box.ts'

export interface Described {
  path: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  operation: ApiOperation
}

const methods = { get: 'GET', post: 'POST', put: 'PUT', delete: 'DELETE' } as const

export const useApiDescription = () =>
  useQuery({
    queryKey: ['docs', 'description'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => loadApiDescription(signal),
  })

/** Every operation, in the order of the description. */
export const describedIn = ({ paths }: ApiDocument): Described[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    (['get', 'post', 'put', 'delete'] as const).flatMap(method => {
      const operation = item[method]
      return operation ? [{ path, method: methods[method], operation }] : []
    }),
  )

/** Those whose path or summary has every word of the text. */
export const matching = (all: readonly Described[], text: string): Described[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return all.filter(({ path, method, operation }) => {
    const said = `${method} ${path} ${operation.summary}`.toLowerCase()
    return words.every(word => said.includes(word))
  })
}

/** The boxes that serve an operation, production first where both do. */
export const boxesOf = ({ servers }: ApiOperation): BoxName[] =>
  (['production', 'sandbox'] as const).filter(
    box => servers === undefined || servers.some(({ url }) => url === boxUrl(box)),
  )

/** What a caller needs to be let in. */
export const accessOf = ({ security }: ApiOperation): { open: boolean; token: boolean } => ({
  open: security.some(need => Object.keys(need).length === 0),
  token: security.some(need => need.smart !== undefined),
})
