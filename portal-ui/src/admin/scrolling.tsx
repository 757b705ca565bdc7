// A wide table that scrolls in its own place, by the keyboard too.
import { Paper } from '@mantine/core'
import type { ReactNode } from 'react'

export const Scrolling = ({ label, children }: { label: string; children: ReactNode }) => (
  <Paper withBorder>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wide tables scroll, so the keyboard must reach them */}
    <section style={{ overflowX: 'auto' }} tabIndex={0} aria-label={label}>
      {children}
    </section>
  </Paper>
)
