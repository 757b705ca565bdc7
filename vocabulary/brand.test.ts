// A plan's colour stays readable on pages without script: links on the card, words on buttons, in light and dark.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accentStyle, contrastOf } from './brand.ts'

test('whatever colour a plan may have, links and buttons can be read in light and dark', () => {
  const channel = fc.integer({ min: 0, max: 255 })
  const color = fc
    .tuple(channel, channel, channel)
    .map(parts => `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`)
    .filter(hex => contrastOf(hex, '#ffffff') >= 4.5)
  fc.assert(
    fc.property(color, hex => {
      const [, light = '', dark = '', ink = ''] =
        /--accent:(#\w{6});--accent-ink:#fff\}[\s\S]*--accent:(#\w{6});--accent-ink:(#\w{6})/.exec(
          accentStyle(hex),
        ) ?? []
      expect(light).toBe(hex)
      expect(contrastOf(dark, '#1a232c')).toBeGreaterThanOrEqual(6)
      expect(contrastOf(dark, ink)).toBeGreaterThanOrEqual(6)
    }),
  )
})

test('a plan without a colour keeps ours', () => {
  expect(accentStyle(undefined)).toBe('')
})
