// Things that went wrong or are worth saying, announced when they appear.
import { Alert, type AlertProps, Button, Group, Stack, Text } from '@mantine/core'
import { type ReactNode, useLayoutEffect } from 'react'
import { say } from '../language/language.ts'
import { isPassing, saidOf, wordsOf } from '../problem.ts'
import { earlyPageIsOver } from './early-page.ts'

interface NoticeProps {
  title?: string
  tone?: 'info' | 'good' | 'warning' | 'bad'
  children?: ReactNode
}

export const Notice = ({
  title,
  tone = 'info',
  children,
  ...rest
}: NoticeProps & Pick<AlertProps, 'mt' | 'mb'>) => (
  <Alert
    {...rest}
    className={`notice notice-${tone}`}
    title={title}
    variant="default"
    // A fault interrupts, the rest waits its turn.
    role={tone === 'bad' ? 'alert' : 'status'}
  >
    {children}
  </Alert>
)

interface FailureProps {
  error: unknown
  /** What was being done: `The list could not be loaded`. */
  title: string
  retry?: (() => void) | undefined
  children?: ReactNode
}

export const Failure = ({ error, title, retry, children }: FailureProps) => {
  useLayoutEffect(earlyPageIsOver, [])
  return (
    <Notice tone={isPassing(error) ? 'warning' : 'bad'} title={title}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm" className="words">
          {wordsOf(error)}
        </Text>
        <Said words={saidOf(error)} />
        {children || retry ? (
          <Group gap="sm">
            {children}
            {retry ? (
              <Button size="compact-sm" variant="default" onClick={retry}>
                {say().shared.tryAgain}
              </Button>
            ) : null}
          </Group>
        ) : null}
      </Stack>
    </Notice>
  )
}

/** The server's own words, for whoever has to report them: folded, and pronounced as what they are. */
const Said = ({ words }: { words: string }) =>
  words === '' ? null : (
    <details>
      <Text component="summary" size="sm">
        {say().problem.said}
      </Text>
      <Text size="sm" className="words" lang="en" mt={4}>
        {words}
      </Text>
    </details>
  )
