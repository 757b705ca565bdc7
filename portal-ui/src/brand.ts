// What a plan may make its own: name, logo, colour, contact and single sentences; served with the portals' configuration.
import type { MantineColorsTuple } from '@mantine/core'

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
export const ourName = 'Plan API'
export const ourColor = '#1f6175'

/** System fonts: nothing to wait for. */
export const fontFamily =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif'

/** Words that are less important, still readable (WCAG AA). */
export const quiet = { light: '#51606a', dark: '#a9b4bb' } as const

/** Ten shades from nearly white to darker than the colour, which is the ninth: the one that buttons and links wear. */
export const shadesOf = (color: string): MantineColorsTuple => {
  const rgb = partsOf(color)
  const mix = (other: number, share: number) =>
    `#${rgb
      .map(part => Math.round(part * (1 - share) + other * share))
      .map(part => part.toString(16).padStart(2, '0'))
      .join('')}`
  return [
    mix(255, 0.93),
    mix(255, 0.85),
    mix(255, 0.7),
    mix(255, 0.53),
    mix(255, 0.4),
    mix(255, 0.28),
    mix(255, 0.18),
    mix(255, 0.09),
    color,
    mix(0, 0.22),
  ]
}

/** Contrast of white words on a colour (WCAG 2.2, relative luminance): 4.5 and more may be read. */
export const contrastWithWhite = (color: string): number => {
  const [red = 0, green = 0, blue = 0] = partsOf(color).map(part => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}

const partsOf = (color: string): number[] =>
  [1, 3, 5].map(start => Number.parseInt(color.slice(start, start + 2), 16))
