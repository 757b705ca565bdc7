// The token of a mailed link is there however often React draws the page before it shows it.
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, test, vi } from 'vitest'
import { useLinkToken } from './link-token.ts'

afterEach(() => vi.unstubAllGlobals())

const drawn = (): string => renderToString(createElement(() => `token: ${useLinkToken()}`))

test('a page that is drawn once for nothing still finds the token when it is drawn again', () => {
  const location = { hash: '#token=abc-123', pathname: '/vendor/confirm' }
  const history = { state: null, replaceState: () => Object.assign(location, { hash: '' }) }
  vi.stubGlobal('window', { location, history })
  expect(drawn()).toBe('token: abc-123')
  expect(drawn()).toBe('token: abc-123')
})

test('a link without a token has none', () => {
  vi.stubGlobal('window', { location: { hash: '', pathname: '/vendor/confirm' } })
  expect(drawn()).toBe('token: ')
})
