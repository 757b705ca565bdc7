// What a plan may make its own: name, logo, colour, contact and single sentences; served with the portals' configuration.
import type { MantineColorsTuple } from '@mantine/core'
import { contrastOf, mixed, usualPlanName } from '../../vocabulary/brand.ts'

export interface Brand {
  /** The plan's name, in the header and in every tab's title. */
  name?: string
  /** Path of the logo on our own origin. */
  logo?: string
  /** The one colour, `#rrggbb`; dark enough for white words on it. */
  color?: string
  /** Where members turn to: a web page or an address of mail. */
  contact?: string
  /** Sentences of the pages in the plan's own words: language → `gallery.lead` → sentence. */
  texts?: Partial<Record<'en' | 'es', Record<string, string>>>
}

/** Where a plan has no name and colour of its own. */
export const ourName = usualPlanName
export const ourColor = '#1f6175'

/** System fonts: nothing to wait for. */
export const fontFamily =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif'

/** Words that are less important, still readable (WCAG AA). */
export const quiet = { light: '#51606a', dark: '#a9b4bb' } as const

/** Ten shades from nearly white to darker than the colour, which is the ninth: the one that buttons and links wear. */
export const shadesOf = (color: string): MantineColorsTuple => [
  mixed(color, 255, 0.93),
  mixed(color, 255, 0.85),
  mixed(color, 255, 0.7),
  mixed(color, 255, 0.53),
  mixed(color, 255, 0.4),
  mixed(color, 255, 0.28),
  mixed(color, 255, 0.18),
  mixed(color, 255, 0.09),
  color,
  mixed(color, 0, 0.22),
]

/** Contrast of white words on a colour: 4.5 and more may be read. */
export const contrastWithWhite = (color: string): number => contrastOf(color, '#ffffff')
