// Coverage as the card in a wallet: plan, member, number, group, dates; what is in force stands first.
import { Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core'
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { concept, conceptAt, hasCode, list, referenceWords, text } from '../fhir/elements.ts'
import { recordedLanguage } from '../fhir/recorded-language.ts'
import { say, wordFor } from '../language/language.ts'
import { useResources } from '../record/use-record.ts'
import type { OpenRecord } from '../records.ts'
import { Facts } from '../ui/facts.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Status } from '../ui/status.tsx'
import { dateWords } from '../ui/when.ts'

export const CoverageCards = ({ record, name }: { record: OpenRecord; name: string }) => {
  const { first } = useResources(record, 'Coverage', { _count: '100' })
  return (
    <Loaded query={first} what={say().titles.coverage} rows={3}>
      {({ resources }) => (
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          {resources
            .filter(({ resourceType }) => resourceType === 'Coverage')
            .toSorted(
              (one, other) =>
                Number(isInForce(other)) - Number(isInForce(one)) ||
                text(other, 'period.start').localeCompare(text(one, 'period.start')),
            )
            .map(coverage => (
              <Card key={coverage.id} coverage={coverage} name={name} />
            ))}
        </SimpleGrid>
      )}
    </Loaded>
  )
}

const isInForce = (coverage: Resource): boolean => {
  const today = new Date().toISOString().slice(0, 10)
  const end = text(coverage, 'period.end')
  return text(coverage, 'status') === 'active' && (end === '' || end.slice(0, 10) >= today)
}

const classOf = (coverage: Resource, code: string): string => {
  const found = list(coverage, 'class').find(item => hasCode(item.type, code))
  return found ? [text(found, 'name'), text(found, 'value')].filter(Boolean).join(' · ') : ''
}

const Card = ({ coverage, name }: { coverage: Resource; name: string }) => {
  const words = say().coverage
  const inForce = isInForce(coverage)
  return (
    <Paper
      withBorder
      className={inForce ? 'coverage-card coverage-card-active' : 'coverage-card'}
      component="article"
      aria-label={words.cardOf(name)}
    >
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Text fw={700} className="words">
            {referenceWords(coverage.payor) ||
              list(coverage, 'payor').map(referenceWords).join(', ')}
          </Text>
          <Status tone={inForce ? 'good' : 'quiet'}>{inForce ? words.active : words.ended}</Status>
        </Group>
        <div>
          <Text size="xs" c="dimmed">
            {words.memberId}
          </Text>
          <Text ff="monospace" size="lg" fw={600} className="words">
            {text(coverage, 'subscriberId') || text(coverage, 'identifier.value')}
          </Text>
        </div>
        <Facts
          facts={[
            { label: words.member, value: name },
            { label: words.kind, value: conceptAt(coverage, 'type') },
            { label: words.plan, value: classOf(coverage, 'plan') },
            { label: words.group, value: classOf(coverage, 'group') },
            { label: words.from, value: dateWords(text(coverage, 'period.start')) },
            {
              label: words.until,
              value: dateWords(text(coverage, 'period.end')) || words.noEnd,
            },
            { label: words.relationship, value: relationship(coverage) },
          ]
            .filter(({ value }) => value !== '')
            .map(fact => ({ ...fact, lang: recordedLanguage(coverage, fact.value) }))}
        />
      </Stack>
    </Paper>
  )
}

const relationship = (coverage: Resource): string => {
  if (hasCode(coverage.relationship, 'self')) return say().coverage.self
  const word = wordFor(say().relationships, text(coverage, 'relationship.coding.code'))
  return word ?? concept(coverage.relationship)
}
