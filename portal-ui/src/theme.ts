// The portals' visual language: one calm colour, system fonts, contrast that passes WCAG AA in light and dark.
import { createTheme, type MantineColorsTuple } from '@mantine/core'

const lake: MantineColorsTuple = [
  '#eef6f8',
  '#dcebef',
  '#bad7df',
  '#93c1cd',
  '#71adbd',
  '#549cae',
  '#3f899c',
  '#2f7286',
  '#1f6175',
  '#134d5f',
]

export const theme = createTheme({
  colors: { lake },
  primaryColor: 'lake',
  primaryShade: 8,
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: { fontWeight: '650' },
})
