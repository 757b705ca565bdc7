// What each mail says, in English and Spanish, filled with made-up values.
import {
  Box,
  Button,
  Grid,
  NativeSelect,
  Paper,
  SegmentedControl,
  Stack,
  Text,
} from '@mantine/core'
import { useState } from 'react'
import { Loaded } from '../ui/loaded.tsx'
import { useMailTemplates } from './admin-queries.ts'
import { useAdmin } from './signed-in-admin.ts'

const nameWords = (name: string): string =>
  name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ')

const isLanguage = (text: string): text is 'en' | 'es' => text === 'en' || text === 'es'

export const MailTemplates = () => {
  const query = useMailTemplates(useAdmin())
  const [chosen, setChosen] = useState('')
  const [language, setLanguage] = useState<'en' | 'es'>('en')
  return (
    <Loaded query={query} what="the templates" rows={4}>
      {({ templates }) => {
        const shown = templates.find(({ name }) => name === chosen) ?? templates[0]
        const letter = shown?.letters[language]
        return (
          <Grid gap="lg">
            <Grid.Col span={{ base: 12, md: 4 }}>
              <Stack gap="md">
                <NativeSelect
                  label="Mail"
                  data={templates.map(({ name }) => ({ value: name, label: nameWords(name) }))}
                  value={shown?.name ?? ''}
                  onChange={event => setChosen(event.currentTarget.value)}
                />
                <SegmentedControl
                  aria-label="Language"
                  data={[
                    { value: 'en', label: 'English' },
                    { value: 'es', label: 'Spanish' },
                  ]}
                  value={language}
                  onChange={value => setLanguage(isLanguage(value) ? value : 'en')}
                />
                <Text size="sm" c="dimmed">
                  Names and values are made up. The words are in app/mail/templates.
                </Text>
              </Stack>
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 8 }}>
              {letter ? (
                <Paper withBorder p="lg" component="article" lang={language} aria-label="Preview">
                  <Stack gap="md">
                    <Text fw={600}>{letter.subject}</Text>
                    {letter.before.map(sentence => (
                      <Text key={sentence} style={{ whiteSpace: 'pre-line' }}>
                        {sentence}
                      </Text>
                    ))}
                    <Box>
                      <Button component="span" tabIndex={-1} style={{ cursor: 'default' }}>
                        {letter.button}
                      </Button>
                    </Box>
                    {letter.after.map(sentence => (
                      <Text key={sentence} size="sm" c="dimmed">
                        {sentence}
                      </Text>
                    ))}
                  </Stack>
                </Paper>
              ) : null}
            </Grid.Col>
          </Grid>
        )
      }}
    </Loaded>
  )
}
