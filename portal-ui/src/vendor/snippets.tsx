// The snippets of one app, one kind at a time.
import { SegmentedControl, Stack } from '@mantine/core'
import { useState } from 'react'
import { Code } from '../ui/code.tsx'
import { type AppSettings, type SnippetKind, snippetKinds, snippetOf } from './snippets.ts'

export const Snippets = ({ settings, of }: { settings: AppSettings; of: string }) => {
  const [kind, setKind] = useState<SnippetKind>('fhirclient')
  return (
    <Stack gap="xs" mt="md">
      <SegmentedControl
        size="xs"
        fullWidth
        value={kind}
        onChange={setKind}
        data={[...snippetKinds]}
        aria-label={`Snippet for ${of}`}
      />
      <Code label={`With ${kind} (${of})`} value={snippetOf(kind, settings)} />
    </Stack>
  )
}
