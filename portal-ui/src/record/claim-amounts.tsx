// A claim's four amounts, and its lines when they are asked for.
import { SimpleGrid, Stack, Table, Text } from '@mantine/core'
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { claimAmounts, lineAmount, money } from '../fhir/amounts.ts'
import { conceptAt, list, text } from '../fhir/elements.ts'

export const ClaimAmounts = ({ claim, lines }: { claim: Resource; lines: boolean }) => {
  const amounts = claimAmounts(claim)
  const { currency } = amounts
  const shown: [string, number | undefined, boolean][] = [
    ['Billed', amounts.billed, false],
    ['Allowed', amounts.allowed, false],
    ['Plan paid', amounts.planPaid, false],
    ['You owe', amounts.youOwe, true],
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
    <section style={{ overflowX: 'auto' }} tabIndex={0} aria-label="Lines of the claim">
      <Table fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Service</Table.Th>
            <Table.Th className="amount">Billed</Table.Th>
            <Table.Th className="amount">Plan paid</Table.Th>
            <Table.Th className="amount">You owe</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item, index) => (
            <Table.Tr key={text(item, 'sequence') || index}>
              <Table.Td>
                {conceptAt(item, 'productOrService') || conceptAt(item, 'revenue') || 'Service'}
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
