// What members should know before they share: privacy, who is bound by HIPAA, where to complain.
import { Anchor, List, Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
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

const Education = () => (
  <Page
    title="Your privacy when you connect an app"
    lead="It is your right to send your health plan records to an app of your choice. These pages help you choose well."
  >
    <Stack gap="lg" maw="48rem">
      <Section title="Before you connect an app">
        <Text>Read its privacy policy, and look for answers to these questions:</Text>
        <List spacing={4}>
          <List.Item>
            Which of my data does it collect, and does it collect anything else?
          </List.Item>
          <List.Item>Does it keep my data in a form that does not show who I am?</List.Item>
          <List.Item>
            What does it use my data for? Does it share or sell it, and to whom?
          </List.Item>
          <List.Item>Could it use my data for advertising?</List.Item>
          <List.Item>How does it protect my data?</List.Item>
          <List.Item>
            How do I get my data deleted when I stop using it? What happens when the company is
            sold?
          </List.Item>
          <List.Item>How does it tell me when its policy changes?</List.Item>
        </List>
        <Text>If the policy does not answer them clearly, think twice before you connect it.</Text>
      </Section>
      <Section title="Who must follow HIPAA">
        <Text>
          HIPAA is the federal law that protects health information. Your health plan, doctors,
          hospitals and pharmacies must follow it, and so must companies that work for them.
        </Text>
        <Text>
          <b>Most apps that you choose yourself are not covered by HIPAA.</b> Once your data is with
          such an app, HIPAA no longer protects it there. Most of these apps come under the Federal
          Trade Commission, which acts when an app does something else than its privacy policy
          promises.
        </Text>
        <Text>
          The plan checks how an app signs in and what it asks for. It does not check what an app
          does with your data afterwards.
        </Text>
      </Section>
      <Section title="What you decide here">
        <List spacing={4}>
          <List.Item>You see what an app asks for, and may untick any of it.</List.Item>
          <List.Item>
            Especially sensitive records, such as treatment of substance use, are held back unless
            you tick their own box.
          </List.Item>
          <List.Item>
            Under <Link to="/member/connections">Connected apps</Link> you see who reads what, and
            stop it at once. What an app has read before stays with it: ask its vendor to delete it.
          </List.Item>
          <List.Item>
            If you act for someone else, a child or a parent, you choose whose records an app gets.
          </List.Item>
        </List>
      </Section>
      <Section title="Where to complain">
        <Text>
          <b>About your health plan, a doctor or a hospital</b> that did not protect your health
          information: the Office for Civil Rights (OCR) of the U.S. Department of Health and Human
          Services.{' '}
          <Outside href="https://www.hhs.gov/hipaa/filing-a-complaint">
            File a complaint with OCR
          </Outside>
        </Text>
        <Text>
          <b>About an app</b> that used your data in a way it did not tell you: the Federal Trade
          Commission (FTC).{' '}
          <Outside href="https://reportfraud.ftc.gov">Report it to the FTC</Outside>
        </Text>
        <Text>Also tell your plan, so that it can look at the app again.</Text>
      </Section>
      <Section title="For app vendors">
        <Text>
          You build an app for members?{' '}
          <Link to="/vendor/enroll">Vendor Enrollment to Sandbox</Link>
        </Text>
      </Section>
    </Stack>
  </Page>
)

export default Education
