// Draws claims by month and by who paid, as stacked bars in SVG with a table beside it for those who cannot see it.
import type { Month } from './record.ts'

const svg = (
  name: string,
  attributes: Record<string, string | number>,
  text?: string,
): SVGElement => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  if (text !== undefined) element.textContent = text
  return element
}

const dollars = (value: number): string =>
  value.toLocaleString('en-US', { style: 'currency', currency: 'USD' })
const short = (month: string): string =>
  new Date(`${month}-15T00:00:00Z`).toLocaleDateString('en-US', { month: 'short', timeZone: 'UTC' })

/** The chart as one SVG element, 640 by 220 units, scaled by its container. */
export const drawMonths = (months: readonly Month[]): SVGElement => {
  const [width, height, left, bottom] = [640, 220, 56, 28]
  const top = Math.max(1, ...months.map(({ plan, you }) => plan + you))
  const chart = svg('svg', {
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'aria-label': 'Claims by month, paid by the plan and owed by you',
  })
  const y = (value: number): number => 10 + (height - bottom - 10) * (1 - value / top)
  for (const share of [0, 0.5, 1]) {
    chart.append(
      svg('line', { x1: left, x2: width, y1: y(top * share), y2: y(top * share), class: 'grid' }),
      svg(
        'text',
        { x: left - 8, y: y(top * share) + 4, 'text-anchor': 'end' },
        dollars(Math.round(top * share)).replace('.00', ''),
      ),
    )
  }
  const step = (width - left) / Math.max(1, months.length)
  months.forEach(({ month, plan, you }, index) => {
    const x = left + index * step + step * 0.15
    const bar = svg('g', {})
    bar.append(
      svg('title', {}, `${month}: plan paid ${dollars(plan)}, you owe ${dollars(you)}`),
      svg('rect', { x, width: step * 0.7, y: y(plan), height: y(0) - y(plan), class: 'plan' }),
      svg('rect', {
        x,
        width: step * 0.7,
        y: y(plan + you),
        height: y(plan) - y(plan + you),
        class: 'you',
      }),
    )
    chart.append(
      bar,
      svg('text', { x: x + step * 0.35, y: height - 8, 'text-anchor': 'middle' }, short(month)),
    )
  })
  return chart
}
