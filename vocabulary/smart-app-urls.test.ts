// Which addresses a smart app may register.
import { expect, test } from 'vitest'
import { originsOf, type UrlRule, urlFault } from './smart-app-urls.ts'

const page: UrlRule = { isRedirect: false, oauthType: 'pkce', allowsLoopback: false }
const redirect: UrlRule = { ...page, isRedirect: true }

test.each<[string, UrlRule]>([
  ['https://app.example/callback', redirect],
  ['https://app.example', page],
  ['http://localhost:3001/', { ...redirect, allowsLoopback: true }],
  ['http://127.0.0.1:9/cb', { ...redirect, allowsLoopback: true }],
  ['http://[::1]/cb', { ...page, allowsLoopback: true }],
  ['com.example.app:/callback', redirect],
  ['com.example.app://callback', redirect],
])('%s is allowed', (text, rule) => {
  expect(urlFault(text, rule)).toBeUndefined()
})

test.each<[string, UrlRule]>([
  ['javascript:alert(1)', redirect],
  ['JavaScript:alert(1)', redirect],
  ['data:text/html,x', redirect],
  ['data:text/html,x', page],
  ['vbscript:x', redirect],
  ['file:///etc/passwd', redirect],
  ['myapp:/callback', redirect],
  ['com.example.app:/callback', page],
  ['com.example.app:/callback', { ...redirect, oauthType: 'secret' }],
  ['com.example.app:/cb#x', redirect],
  ['http://app.example/cb', { ...redirect, allowsLoopback: true }],
  ['http://localhost:3001/', redirect],
  ['http://localhost.evil.example/', { ...redirect, allowsLoopback: true }],
  ['http://localhost@evil.example/', { ...redirect, allowsLoopback: true }],
  ['https://user:pw@app.example/', page],
  ['https://app.example/#fragment', redirect],
  ['https://', page],
  ['https:app.example', page],
  ['https:///app.example', page],
  ['//app.example/cb', page],
  ['/callback', redirect],
  ['https://app.example/a b', page],
  ['https://app.example\\@evil.example', page],
  ['https://app.example/\u0000', page],
  ['https://app.example/\n', page],
])('%s is refused with a reason', (text, rule) => {
  expect(urlFault(text, rule)).toMatch(/\.$/)
})

test('only web origins may read tokens from a browser', () => {
  expect(
    originsOf(['https://app.example/cb', 'https://app.example/launch', 'com.example.app:/cb', '']),
  ).toEqual(['https://app.example'])
})
