// What every room shows of the plan's own look: its name and its colour, in shades that can be read in light and dark.

/** What pages are called where a plan has not said its name. */
export const usualPlanName = 'Plan API'

/** A plan's look where no script runs: pages and mails. */
export interface PlanLook {
  name: string
  /** `#rrggbb`, dark enough for white words on it; absent: ours. */
  color?: string
}

/** Red, green and blue, 0 to 255. */
export const partsOf = (color: string): number[] =>
  [1, 3, 5].map(start => Number.parseInt(color.slice(start, start + 2), 16))

/** A colour with a share of white (255) or black (0). */
export const mixed = (color: string, other: 0 | 255, share: number): string =>
  `#${partsOf(color)
    .map(part => Math.round(part * (1 - share) + other * share))
    .map(part => part.toString(16).padStart(2, '0'))
    .join('')}`

/** Contrast of two colours (WCAG 2.2, relative luminance): 4.5 and more may be read. */
export const contrastOf = (one: string, other: string): number => {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const luminance = (color: string): number => {
  const [red = 0, green = 0, blue = 0] = partsOf(color).map(part => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The card of our pages in the dark; links on it need the plan's colour made lighter. */
const darkCard = '#1a232c'
const darkInk = '#0a1218'

/** Declarations that put the plan's colour in place of ours, for both looks; nothing where it has none. */
export const accentStyle = (color: string | undefined): string => {
  if (color === undefined) return ''
  let light = color
  for (let share = 0.05; contrastOf(light, darkCard) < 6 && share <= 1; share += 0.05)
    light = mixed(color, 255, share)
  return `
:root{--accent:${color};--accent-ink:#fff}
@media (prefers-color-scheme:dark){:root{--accent:${light};--accent-ink:${darkInk}}}
`
}
