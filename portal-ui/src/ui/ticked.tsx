// A sentence in which words between backticks are code.
import { Code } from '@mantine/core'

export const Ticked = ({ children }: { children: string }) => (
  <>
    {children.split('`').map((part, index) =>
      index % 2 === 1 ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never move
        <Code key={index} className="words">
          {part}
        </Code>
      ) : (
        part
      ),
    )}
  </>
)
