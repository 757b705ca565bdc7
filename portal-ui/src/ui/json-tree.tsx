// JSON to read: objects and lists fold, the whole of it can be copied or taken as a file.
import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { CopyOnly } from './copy.tsx'
import { saveJson } from './save-file.ts'

interface JsonTreeProps {
  value: unknown
  /** What it is: `ExplanationOfBenefit/1`. */
  label: string
  /** Name of the file; absent: nothing to save. */
  file?: string
}

/** So deep it is open at first. */
const openDepth = 2

export const JsonTree = ({ value, label, file }: JsonTreeProps) => {
  // A new key makes every branch anew, open or closed.
  const [all, setAll] = useState<{ open: boolean | undefined; turn: number }>({
    open: undefined,
    turn: 0,
  })
  const turn = (open: boolean) => setAll(before => ({ open, turn: before.turn + 1 }))
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed" className="words">
          {label}
        </Text>
        <Group gap="xs">
          <Button size="compact-xs" variant="default" onClick={() => turn(true)}>
            Unfold all
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => turn(false)}>
            Fold all
          </Button>
          <CopyOnly value={JSON.stringify(value, null, 2)} label="JSON" />
          {file ? (
            <Button size="compact-xs" variant="default" onClick={() => saveJson(file, value)}>
              Download
            </Button>
          ) : null}
        </Group>
      </Group>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className="json" tabIndex={0} aria-label={`JSON of ${label}`} key={all.turn}>
        <Branch value={value} name={undefined} depth={0} open={all.open} last />
      </section>
    </Stack>
  )
}

interface BranchProps {
  value: unknown
  name: string | undefined
  depth: number
  open: boolean | undefined
  last: boolean
}

const Branch = ({ value, name, depth, open, last }: BranchProps) => {
  const before = name === undefined ? '' : `${JSON.stringify(name)}: `
  const comma = last ? '' : ','
  if (typeof value !== 'object' || value === null)
    return <div className="json-leaf">{`${before}${JSON.stringify(value)}${comma}`}</div>
  const isList = Array.isArray(value)
  const entries = isList
    ? value.map((item: unknown): [undefined, unknown] => [undefined, item])
    : Object.entries(value)
  const [left, right] = isList ? ['[', ']'] : ['{', '}']
  if (entries.length === 0)
    return <div className="json-leaf">{`${before}${left}${right}${comma}`}</div>
  return (
    <details open={open ?? depth < openDepth}>
      <summary>
        {before}
        {left}
        <span className="json-folded">{` ${entries.length} … ${right}${comma}`}</span>
      </summary>
      <div className="json-branch">
        {entries.map(([key, item], index) => (
          <Branch
            key={key ?? index}
            value={item}
            name={key}
            depth={depth + 1}
            open={open}
            last={index === entries.length - 1}
          />
        ))}
      </div>
      <div className="json-leaf">{`${right}${comma}`}</div>
    </details>
  )
}
