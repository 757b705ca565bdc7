// What members should know before they share: privacy, who is bound by HIPAA, where to complain.
import { Anchor, List, Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { config } from '../box.ts'
import { language, say } from '../language/language.ts'
import { Page } from '../ui/page.tsx'

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <Paper withBorder p="lg" component="section">
    <Stack gap="sm">
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </Stack>
  </Paper>
)

const Outside = ({ href, children }: { href: string; children: string }) => (
  <Anchor href={href} target="_blank" rel="noopener noreferrer">
    {children}
  </Anchor>
)

/** Both agencies have pages in Spanish. */
const complaints = {
  en: {
    ocr: 'https://www.hhs.gov/hipaa/filing-a-complaint',
    ftc: 'https://reportfraud.ftc.gov',
  },
  es: {
    ocr: 'https://www.hhs.gov/es/hipaa/filing-a-complaint',
    ftc: 'https://reportefraude.ftc.gov',
  },
} as const

const Education = () => {
  const { education, portal } = say()
  const { ocr, ftc } = complaints[language()]
  const { contact } = config().brand ?? {}
  return (
    <Page title={education.title} lead={education.lead}>
      <Stack gap="lg" maw="48rem">
        <Section title={education.before}>
          <Text>{education.beforeText}</Text>
          <List spacing={4}>
            {education.questions.map(question => (
              <List.Item key={question}>{question}</List.Item>
            ))}
          </List>
          <Text>{education.thinkTwice}</Text>
        </Section>
        <Section title={education.hipaa}>
          <Text>{education.hipaaText}</Text>
          <Text>
            <b>{education.notCovered}</b> {education.notCoveredText}
          </Text>
          <Text>{education.planChecks}</Text>
        </Section>
        <Section title={education.decide}>
          <List spacing={4}>
            <List.Item>{education.decideSee}</List.Item>
            <List.Item>{education.decideSensitive}</List.Item>
            <List.Item>
              {education.under} <Link to="/member/connections">{portal.connections}</Link>{' '}
              {education.decideStop}
            </List.Item>
            <List.Item>{education.decideOther}</List.Item>
          </List>
        </Section>
        <Section title={education.complain}>
          <Text>
            <b>{education.ocr}</b> {education.ocrText}{' '}
            <Outside href={ocr}>{education.ocrLink}</Outside>
          </Text>
          <Text>
            <b>{education.ftc}</b> {education.ftcText}{' '}
            <Outside href={ftc}>{education.ftcLink}</Outside>
          </Text>
          <Text>
            {education.tellPlan} {contact ? <a href={contact}>{education.planContact}</a> : null}
          </Text>
        </Section>
        <Section title={education.forVendors}>
          <Text>
            {education.forVendorsText} <Link to="/vendor/enroll">{portal.vendorEnrollment}</Link>
          </Text>
        </Section>
      </Stack>
    </Page>
  )
}

export default Education
