// The one way a page shows what it asked for: waiting, trying again, failed, empty or there.
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { say } from '../language/language.ts'
import { isPassing } from '../problem.ts'
import { Failure } from './notice.tsx'
import { Waiting } from './waiting.tsx'

interface LoadedProps<Data> {
  query: UseQueryResult<Data>
  /** `your apps`, for the sentences. */
  what: string
  rows?: number
  children: (data: Data) => ReactNode
}

export const Loaded = <Data,>({ query, what, rows, children }: LoadedProps<Data>) => {
  const { data, error, failureReason, isPending } = query
  const retry = () => void query.refetch()
  if (data !== undefined) {
    return (
      <>
        {failureReason && isPassing(failureReason) ? (
          <Failure error={failureReason} title={say().shared.mayBeOld(what)} />
        ) : null}
        {children(data)}
      </>
    )
  }
  if (error) return <Failure error={error} title={say().shared.couldNotLoad(what)} retry={retry} />
  if (isPending && failureReason) {
    return (
      <>
        <Failure error={failureReason} title={say().shared.couldNotLoadYet(what)} retry={retry} />
        <Waiting what={what} rows={rows ?? 2} />
      </>
    )
  }
  return <Waiting what={what} {...(rows ? { rows } : {})} />
}
