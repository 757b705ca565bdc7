// One claim as a statement to read and to print: what was done, what it cost line by line, who paid, and why not all of it.
import { Anchor, Button, List, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { Link, useParams } from 'react-router'
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { planName } from '../box.ts'
import { claimAmounts, lineAmount, money } from '../fhir/amounts.ts'
import { deniedParts, isDenied } from '../fhir/claim-reasons.ts'
import { claimKind } from '../fhir/claim-words.ts'
import { conceptAt, list, referenceWords, text } from '../fhir/elements.ts'
import { languageOfRecord, recordedLanguage } from '../fhir/recorded-language.ts'
import { words as codeWords } from '../fhir/type-words.ts'
import { say } from '../language/language.ts'
import { useResources } from '../record/use-record.ts'
import type { OpenRecord } from '../records.ts'
import { Facts } from '../ui/facts.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { dateWords } from '../ui/when.ts'
import { OpenedRecord } from './opened-record.tsx'

const ClaimPage = () => {
  const { id = '' } = useParams()
  const { claims } = say()
  return (
    <Page
      title={claims.statement}
      lead={
        <Anchor
          component={Link}
          to="/member/record?section=ExplanationOfBenefit"
          size="sm"
          className="no-print"
        >
          {claims.back}
        </Anchor>
      }
      actions={
        <Button className="no-print" variant="default" onClick={() => window.print()}>
          {say().record.print}
        </Button>
      }
    >
      <OpenedRecord>
        {(record, name) => <Claim key={record.patient} record={record} name={name} id={id} />}
      </OpenedRecord>
    </Page>
  )
}

const Claim = ({ record, name, id }: { record: OpenRecord; name: string; id: string }) => {
  const { first } = useResources(record, 'ExplanationOfBenefit', { _id: id })
  return (
    <Loaded query={first} what={say().claims.what} rows={4}>
      {({ resources }) => {
        const claim = resources.find(one => one.id === id)
        return claim ? (
          <Statement claim={claim} name={name} />
        ) : (
          <Notice tone="warning" title={say().claims.gone} />
        )
      }}
    </Loaded>
  )
}

const Statement = ({ claim, name }: { claim: Resource; name: string }) => {
  const { claims } = say()
  const amounts = claimAmounts(claim)
  const status = text(claim, 'status')
  return (
    <Stack gap="lg" className="statement">
      <Notice>{claims.notABill}</Notice>
      {status === 'cancelled' ? <Notice tone="warning" title={claims.replaced} /> : null}
      <Paper withBorder p="lg">
        <Text className="print-only" fw={700} mb="sm">
          {planName()}
        </Text>
        <Facts
          columns={3}
          facts={[
            { label: claims.patient, value: name },
            { label: claims.provider, value: referenceWords(claim.provider) },
            { label: claims.serviceDate, value: dateWords(text(claim, 'billablePeriod.start')) },
            { label: claims.claim, value: claimKind(claim) },
            { label: claims.number, value: text(claim, 'identifier.value') || (claim.id ?? '') },
            {
              label: claims.processed,
              value: dateWords(text(claim, 'payment.date') || text(claim, 'created')),
            },
            {
              label: claims.state,
              value: isDenied(claim) ? claims.denied : codeWords(text(claim, 'outcome')),
            },
            {
              label: claims.diagnosis,
              value: list(claim, 'diagnosis')
                .map(one => conceptAt(one, 'diagnosisCodeableConcept'))
                .filter(Boolean)
                .join(', '),
            },
          ]
            .filter(({ value }) => value !== '')
            .map(fact => ({ ...fact, lang: recordedLanguage(claim, fact.value) }))}
        />
      </Paper>
      <Totals amounts={amounts} />
      <Lines claim={claim} currency={amounts.currency} />
      <Reasons claim={claim} />
    </Stack>
  )
}

const Totals = ({ amounts }: { amounts: ReturnType<typeof claimAmounts> }) => {
  const { claims } = say()
  const rows = [
    ['billed', amounts.billed],
    ['allowed', amounts.allowed],
    ['planPaid', amounts.planPaid],
    ['youOwe', amounts.youOwe],
  ] as const
  const parts = [
    [claims.deductible, amounts.deductible],
    [claims.copay, amounts.copay],
    [claims.coinsurance, amounts.coinsurance],
  ] as const
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} size="h4" mb="sm">
        {claims.words}
      </Title>
      <Table>
        <Table.Tbody>
          {rows.map(([key, cents]) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" fw={key === 'youOwe' ? 700 : 500}>
                {claims[key]}
                <Text size="xs" c="dimmed" fw={400}>
                  {claims.explained[key]}
                </Text>
              </Table.Th>
              <Table.Td className="amount" fw={key === 'youOwe' ? 700 : 500}>
                {money(cents, amounts.currency)}
              </Table.Td>
            </Table.Tr>
          ))}
          {parts
            .filter(([, cents]) => cents !== undefined && cents > 0)
            .map(([label, cents]) => (
              <Table.Tr key={label}>
                <Table.Th scope="row" fw={400} pl="lg">
                  {label}
                </Table.Th>
                <Table.Td className="amount">{money(cents, amounts.currency)}</Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

const serviceOf = (item: unknown): string =>
  conceptAt(item, 'productOrService') || conceptAt(item, 'revenue')

const columns = ['billed', 'allowed', 'planPaid', 'youOwe'] as const

const Lines = ({ claim, currency }: { claim: Resource; currency: string }) => {
  const { claims } = say()
  const items = list(claim, 'item')
  if (items.length === 0) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: wide tables scroll, so the keyboard must reach them
    <section className="wide" tabIndex={0} aria-label={claims.lines}>
      <Paper withBorder p="lg" miw="34rem">
        <Title order={2} size="h4" mb="sm">
          {claims.lines}
        </Title>
        <Table fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{claims.service}</Table.Th>
              <Table.Th>{claims.date}</Table.Th>
              {columns.map(key => (
                <Table.Th key={key} className="amount">
                  {claims[key]}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item, index) => (
              <Table.Tr key={text(item, 'sequence') || index}>
                <Table.Td>
                  <span lang={recordedLanguage(claim, serviceOf(item))}>
                    {serviceOf(item) || claims.service}
                  </span>
                  {text(item, 'quantity.value') ? (
                    <Text size="xs" c="dimmed">
                      {claims.quantity}: {text(item, 'quantity.value')}{' '}
                      {text(item, 'quantity.unit')}
                    </Text>
                  ) : null}
                </Table.Td>
                <Table.Td>
                  {dateWords(text(item, 'servicedDate') || text(item, 'servicedPeriod.start'))}
                </Table.Td>
                {columns.map(key => (
                  <Table.Td key={key} className="amount">
                    {money(lineAmount(item, key), currency)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Paper>
    </section>
  )
}

const Reasons = ({ claim }: { claim: Resource }) => {
  const { claims } = say()
  const parts = deniedParts(claim)
  if (parts.length === 0 && !isDenied(claim)) return null
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} size="h4" mb="sm">
        {claims.why}
      </Title>
      {parts.length === 0 ? <Text>{claims.whyNone}</Text> : null}
      <List spacing={4}>
        {parts.map(({ service, reasons }) => (
          <List.Item key={`${service} ${reasons.join()}`}>
            {service ? <b lang={recordedLanguage(claim, service)}>{service}: </b> : null}
            <span lang={languageOfRecord(claim)}>{reasons.join(' ')}</span>
          </List.Item>
        ))}
      </List>
      <Text size="sm" c="dimmed" mt="sm">
        {claims.appeal}
      </Text>
    </Paper>
  )
}

export default ClaimPage
