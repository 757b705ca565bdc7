// The app as members will see it in the gallery: what is typed now, and the logo that was fetched with the last save.
import { Group, Paper, Stack, Text } from '@mantine/core'
import type { SmartAppFields } from '../../../vocabulary/operations.ts'
import { Logo } from '../ui/logo.tsx'

interface MemberPreviewProps {
  id: string | undefined
  version: number | undefined
  fields: SmartAppFields
}

export const MemberPreview = ({ id, version, fields }: MemberPreviewProps) => {
  const name = fields.name || 'Your app'
  // The version makes a new address of every save: what is shown is never an old copy.
  const src =
    id && fields.logoUrl ? `/logos/sandbox/${encodeURIComponent(id)}?v=${version}` : undefined
  return (
    <section aria-label="As members will see it">
      <Text size="xs" c="dimmed" mb={4}>
        As members will see it
      </Text>
      <Paper withBorder p="md" maw="24rem" className="preview">
        <Stack gap="sm">
          <Group wrap="nowrap" align="flex-start">
            <Logo key={src ?? ''} name={name} {...(src ? { src } : {})} />
            <div>
              <Text fw={650} className="words">
                {name}
              </Text>
              <Text size="sm" c="dimmed" className="words">
                {fields.organizationName || 'Your organization'}
              </Text>
            </div>
          </Group>
          <Text size="sm" lineClamp={4} className="words">
            {fields.description || 'Your description.'}
          </Text>
        </Stack>
      </Paper>
      {fields.logoUrl && !id ? (
        <Text size="xs" c="dimmed" mt={4}>
          The logo is fetched and shown when you save.
        </Text>
      ) : null}
    </section>
  )
}
