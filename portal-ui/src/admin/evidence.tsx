// Downloads the evidence of a request as one file: a page to read and the same as JSON, in a zip.
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ProductionRequestAnswer } from '../../../vocabulary/operations.ts'
import { call } from '../operations.ts'
import { endIfRefused } from '../queries.ts'
import { Failure } from '../ui/notice.tsx'
import { useAdmin } from './signed-in-admin.ts'

export const Evidence = ({ request }: { request: ProductionRequestAnswer }) => {
  const session = useAdmin()
  const download = useMutation({
    mutationFn: async () => {
      const [evidence, { evidenceZip }] = await Promise.all([
        call('read-evidence', { token: session.token, id: request.id }),
        import('./evidence-zip.ts'),
      ])
      save(evidenceZip(evidence), `evidence-${request.id}.zip`)
    },
    onError: error => endIfRefused(error, 'admin'),
  })
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        loading={download.isPending}
        onClick={() => download.mutate()}
      >
        Download evidence
      </Button>
      {download.error ? (
        <Failure error={download.error} title="The evidence could not be put together" />
      ) : null}
    </>
  )
}

const save = (content: Blob, name: string): void => {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
