// A claim's four amounts, and its lines when they are asked for.
import { SimpleGrid, Stack, Table, Text } from '@mantine/core'
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { claimAmounts, lineAmount, money } from '../fhir/amounts.ts'
import { conceptAt, list, text } from '../fhir/elements.ts'
import { say } from '../language/language.ts'

export const ClaimAmounts = ({ claim, lines }: { claim: Resource; lines: boolean }) => {
  const amounts = claimAmounts(claim)
  const { currency } = amounts
  const shown: [string, number | undefined, boolean][] = [
    [say().claims.billed, amounts.billed, false],
    [say().claims.allowed, amounts.allowed, false],
    [say().claims.planPaid, amounts.planPaid, false],
    [say().claims.youOwe, amounts.youOwe, true],
  ]
  return (
    <Stack gap="md" mt="sm">
      <SimpleGrid component="dl" cols={{ base: 2, xs: 4 }} spacing="sm" m={0}>
        {shown.map(([label, cents, strong]) => (
          <div key={label}>
            <Text component="dt" size="xs" c="dimmed">
              {label}
            </Text>
            <Text component="dd" m={0} fw={strong ? 700 : 500}>
              {money(cents, currency)}
            </Text>
          </div>
        ))}
      </SimpleGrid>
      {lines ? <Lines claim={claim} currency={currency} /> : null}
    </Stack>
  )
}

const Lines = ({ claim, currency }: { claim: Resource; currency: string }) => {
  const items = list(claim, 'item')
  if (items.length === 0) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: wide tables scroll, so the keyboard must reach them
    <section style={{ overflowX: 'auto' }} tabIndex={0} aria-label={say().claims.lines}>
      <Table fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say().claims.service}</Table.Th>
            <Table.Th className="amount">{say().claims.billed}</Table.Th>
            <Table.Th className="amount">{say().claims.planPaid}</Table.Th>
            <Table.Th className="amount">{say().claims.youOwe}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item, index) => (
            <Table.Tr key={text(item, 'sequence') || index}>
              <Table.Td>
                {conceptAt(item, 'productOrService') ||
                  conceptAt(item, 'revenue') ||
                  say().claims.service}
              </Table.Td>
              <Table.Td className="amount">{money(lineAmount(item, 'billed'), currency)}</Table.Td>
              <Table.Td className="amount">
                {money(lineAmount(item, 'planPaid'), currency)}
              </Table.Td>
              <Table.Td className="amount">{money(lineAmount(item, 'youOwe'), currency)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}
