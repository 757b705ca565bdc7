// The portals' visual language: one calm colour, system fonts, contrast that passes WCAG AA in light and dark.
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'
import { fontFamily, ourColor, quiet, shadesOf } from './brand.ts'

const lake: MantineColorsTuple = [
  '#eef6f8',
  '#dcebef',
  '#bad7df',
  '#93c1cd',
  '#71adbd',
  '#549cae',
  '#3f899c',
  '#2f7286',
  ourColor,
  '#134d5f',
]

/** The theme; `color` is the plan's own in place of ours. */
export const themeOf = (color: string | undefined) =>
  createTheme({
    colors: { lake: color ? shadesOf(color) : lake },
    primaryColor: 'lake',
    primaryShade: 8,
    autoContrast: true,
    defaultRadius: 'md',
    cursorType: 'pointer',
    fontFamily,
    fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
    headings: { fontWeight: '650' },
    components: {
      // Links within sentences are told by more than their colour.
      Anchor: { defaultProps: { underline: 'always' } },
    },
  })

/** Mantine's quiet text and error red are too pale for WCAG AA on our backgrounds. */
export const contrast: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': quiet.light,
    '--mantine-color-error': '#b42318',
    '--mantine-color-placeholder': '#6b7780',
  },
  dark: {
    '--mantine-color-dimmed': quiet.dark,
    '--mantine-color-error': '#ff9b93',
    '--mantine-color-placeholder': '#8f9aa1',
  },
})
