// Which redirects are an app’s own, and how it is told no.
import { describe, expect, test } from 'vitest'
import type { Client } from '../../vocabulary/aidbox.ts'
import {
  deniedUrl,
  isRegisteredRedirect,
  redirectHost,
  redirectSource,
} from './authorize-request.ts'

const client = (redirect_uri: string, secret_required = false): Client => ({
  resourceType: 'Client',
  auth: { authorization_code: { redirect_uri, secret_required } },
})

describe('a redirect', () => {
  const registered = client('https://app.test/callback')
  test.each([
    'https://app.test/callback/',
    'https://app.test/callback?x=1',
    'https://app.test/callback#x',
    'https://app.test/a/../callback',
    'https://user@app.test/callback',
    'https://app.test:8443/callback',
    'https://APP.test/callback',
    'https://app.test/%63allback',
    'http://app.test/callback',
    'javascript:alert(1)',
    '',
  ])('%j is not the registered one', asked => {
    expect(isRegisteredRedirect(registered, asked)).toBe(false)
  })

  test('is registered when it is the same text', () => {
    expect(isRegisteredRedirect(registered, 'https://app.test/callback')).toBe(true)
  })

  test('on a loopback address may differ in port, for public apps only', () => {
    const asked = 'http://127.0.0.1:51234/callback'
    expect(isRegisteredRedirect(client('http://127.0.0.1/callback'), asked)).toBe(true)
    expect(isRegisteredRedirect(client('http://127.0.0.1:99/callback'), asked)).toBe(true)
    expect(isRegisteredRedirect(client('http://127.0.0.1/callback', true), asked)).toBe(false)
    expect(isRegisteredRedirect(client('http://localhost:99/callback'), asked)).toBe(false)
    expect(isRegisteredRedirect(client('http://127.0.0.1:99/other'), asked)).toBe(false)
  })
})

describe('a no', () => {
  const request = { client: { ...client('x'), id: 'a', meta: { versionId: '1' } }, scopes: [] }
  test('goes back to the app with its state as it was sent', () => {
    const state = `a b&c="ü"`
    const url = deniedUrl({
      ...request,
      redirectUri: 'https://app.test/cb?keep=1',
      state,
      launchPatient: undefined,
    })
    const params = new URL(url).searchParams
    expect(params.get('keep')).toBe('1')
    expect(params.get('error')).toBe('access_denied')
    expect(params.get('state')).toBe(state)
    expect(url).not.toContain('+')
  })
})

test('the page names the host, or the own scheme of an app, that a person returns to', () => {
  expect(redirectHost('https://app.test:8443/cb')).toBe('app.test:8443')
  expect(redirectHost('com.example.app:/cb')).toBe('com.example.app')
  expect(redirectSource('https://app.test:8443/cb?x=1')).toBe('https://app.test:8443')
  expect(redirectSource('com.example.app:/cb')).toBe('com.example.app:')
})
