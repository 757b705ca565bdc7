// Takes the record along: as a FHIR bundle for other software, as a PDF for people, on paper.
import { Button, Group, Menu } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { say } from '../language/language.ts'
import { bundleOf, loadWholeRecord } from '../record/whole-record.ts'
import type { OpenRecord } from '../records.ts'
import { Failure } from '../ui/notice.tsx'
import { saveFile, saveJson } from '../ui/save-file.ts'

interface DownloadsProps {
  record: OpenRecord
  name: string
  /** Types that the PDF tells of. */
  types: readonly string[]
}

export const Downloads = ({ record, name, types }: DownloadsProps) => {
  const words = say().record
  const today = new Date()
  const day = today.toISOString().slice(0, 10)
  const bundle = useMutation({
    mutationFn: async () =>
      saveJson(`health-record-${day}.json`, bundleOf(await loadWholeRecord(record))),
  })
  const pdf = useMutation({
    mutationFn: async () => {
      // The library that writes PDF is large: only who asks for one loads it.
      const [{ recordPdf }, resources] = await Promise.all([
        import('./record-pdf.ts'),
        loadWholeRecord(record),
      ])
      const told = resources.filter(
        ({ resourceType }) => resourceType === 'Patient' || types.includes(resourceType),
      )
      const bytes = await recordPdf(name, told, today)
      saveFile(`health-record-${day}.pdf`, new Blob([bytes], { type: 'application/pdf' }))
    },
  })
  const isBusy = bundle.isPending || pdf.isPending
  const error = bundle.error ?? pdf.error
  return (
    <>
      <Group gap="sm" className="no-print">
        <Menu position="bottom-end">
          <Menu.Target>
            <Button size="compact-sm" variant="default" loading={isBusy}>
              {words.download}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => pdf.mutate()}>{words.downloadPdf}</Menu.Item>
            <Menu.Item onClick={() => bundle.mutate()}>{words.downloadBundle}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Button size="compact-sm" variant="default" onClick={() => window.print()}>
          {words.print}
        </Button>
      </Group>
      {error ? <Failure error={error} title={words.notDownloaded} /> : null}
    </>
  )
}
