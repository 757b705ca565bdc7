// What would go live beside what is live now, field by field; what changed stands out.
import { Badge, List, Paper, Stack, Table, Text, Title } from '@mantine/core'
import type { ProductionRequestAnswer, SmartAppFields } from '../../../vocabulary/operations.ts'
import { scopeInWords } from '../../../vocabulary/scopes.ts'

type Field = keyof SmartAppFields

const labels: Record<Field, string> = {
  name: 'Application Name',
  description: 'Description',
  oauthType: 'Client OAuth Type',
  redirectUrl: 'Redirect URL',
  launchUrl: 'Launch URL',
  logoUrl: 'Logo URL',
  organizationName: 'Organization/Company Name',
  organizationUrl: 'Organization/Company Website URL',
  privacyPolicyUrl: 'Privacy Policy URL',
  securityPolicyUrl: 'Security Policy URL',
  termsOfServiceUrl: 'Terms of Service URL',
  scopes: 'Scopes',
}
const fields: Field[] = [
  'name',
  'description',
  'oauthType',
  'redirectUrl',
  'launchUrl',
  'logoUrl',
  'organizationName',
  'organizationUrl',
  'privacyPolicyUrl',
  'securityPolicyUrl',
  'termsOfServiceUrl',
  'scopes',
]

export const Differences = ({ request }: { request: ProductionRequestAnswer }) => {
  const { snapshot, current, differences } = request
  return (
    <Paper withBorder p="lg">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {current ? 'What would change' : 'What would go live'}
        </Title>
        <Text size="sm" c="dimmed">
          {current
            ? `${differences.length} of ${fields.length} fields differ from what is live now.`
            : 'Nothing of this app is live yet.'}
        </Text>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wide tables scroll, so the keyboard must reach them */}
        <section style={{ overflowX: 'auto' }} tabIndex={0} aria-label="Fields">
          <Table verticalSpacing="sm" layout="fixed" {...(current ? { miw: '40rem' } : {})}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={{ base: '8rem', sm: '12rem' }}>Field</Table.Th>
                <Table.Th>Requested</Table.Th>
                {current ? <Table.Th>Live now</Table.Th> : null}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {fields.map(field => (
                <Table.Tr key={field}>
                  <Table.Td valign="top">
                    <Text size="sm" c="dimmed">
                      {/* A narrow column may break it behind the slash. */}
                      {labels[field].replace('/', '/\u200b')}
                    </Text>
                    {current && differences.includes(field) ? (
                      <Badge
                        size="sm"
                        color="yellow"
                        variant="light"
                        tt="none"
                        styles={{ label: { color: 'var(--mantine-color-text)' } }}
                      >
                        changed
                      </Badge>
                    ) : null}
                  </Table.Td>
                  <Table.Td valign="top" className="words">
                    <Value fields={snapshot} field={field} other={current} />
                  </Table.Td>
                  {current ? (
                    <Table.Td valign="top" className="words">
                      <Value fields={current} field={field} other={snapshot} />
                    </Table.Td>
                  ) : null}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      </Stack>
    </Paper>
  )
}

interface ValueProps {
  fields: SmartAppFields
  field: Field
  other: SmartAppFields | undefined
}

const Value = ({ fields: shown, field, other }: ValueProps) => {
  if (field === 'scopes') {
    return (
      <List size="sm" spacing={2}>
        {shown.scopes.map(scope => (
          <List.Item key={scope} fw={other && !other.scopes.includes(scope) ? 700 : 400}>
            {scope}
            <Text size="xs" c="dimmed">
              {scopeInWords(scope)}
            </Text>
          </List.Item>
        ))}
      </List>
    )
  }
  if (field === 'oauthType') {
    return shown.oauthType === 'pkce' ? 'Authorization Code + PKCE' : 'Authorization Code + Secret'
  }
  // Shown as text, not as links: a reviewer decides before visiting a stranger's address.
  return shown[field] || '–'
}
