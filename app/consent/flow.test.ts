// A visit to the consent page in its sealed cookies.
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { AppConfig } from '../config.ts'
import { readReviewRules } from '../review/rules.ts'
import { forgetFlow, forgetOldest, isSame, keepFlow, newFlow, readFlow } from './flow.ts'

const box = { url: '', appSecret: '', clientSecret: '', consentSecret: '' }
const config: AppConfig = {
  mode: 'demo',
  host: '127.0.0.1',
  port: 0,
  url: '',
  portalUrl: 'https://portal.test',
  boxes: { sandbox: box, production: box },
  sealingKeys: [{ id: 'k1', key: randomBytes(32) }],
  smtpUrl: '',
  mailFrom: '',
  verifiedScopes: ['user', 'device'],
  ageOfMajority: 18,
  review: readReviewRules(undefined, []),
  brand: { name: 'Plan API' },
}
const now = new Date('2026-11-22T10:00:00Z')
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
const id = '0b6cbb6e-7a3f-4b57-9f6c-3f1d8a5f2f10'
const flow = newFlow(id, 'client_id=a&state=%C3%A4', now)
const headerOf = (cookies: readonly string[] | undefined) =>
  (cookies ?? []).map(cookie => cookie.split(';')[0]).join('; ')

describe('a visit to the consent page', () => {
  const kept = keepFlow(config, 'production', flow)

  test('comes back from its cookie as it was, also after the App was started again', () => {
    expect(readFlow(config, 'production', `other=1; ${headerOf(kept)}`, id, now)).toEqual(flow)
  })

  test('its cookie is for this page only, unreadable by scripts, and leaves over https only', () => {
    expect(kept?.[0]).toMatch(
      /; Path=\/consent\/production; Max-Age=900; HttpOnly; SameSite=Lax; Secure$/,
    )
    expect(kept?.join()).not.toContain('client_id')
  })

  test('a long request is kept in several cookies; one without end is not kept', () => {
    const long = { ...flow, query: `state=${randomBytes(3000).toString('base64url')}` }
    const cookies = keepFlow(config, 'production', long)
    expect(cookies?.length).toBeGreaterThan(1)
    expect(readFlow(config, 'production', headerOf(cookies), id, now)).toEqual(long)
    const endless = { ...flow, query: randomBytes(9000).toString('base64url') }
    expect(keepFlow(config, 'production', endless)).toBeUndefined()
  })

  test('is over after fifteen minutes', () => {
    expect(readFlow(config, 'production', headerOf(kept), id, inMinutes(14))).toEqual(flow)
    expect(readFlow(config, 'production', headerOf(kept), id, inMinutes(15))).toBeUndefined()
  })

  test('is nothing to another box, under another id, altered, or sealed with another key', () => {
    const header = headerOf(kept)
    const other = { ...config, sealingKeys: [{ id: 'k1', key: randomBytes(32) }] }
    const renamed = header.replace(id, id.replace('0b', '0c'))
    expect(readFlow(config, 'sandbox', header, id, now)).toBeUndefined()
    expect(readFlow(config, 'production', renamed, id.replace('0b', '0c'), now)).toBeUndefined()
    expect(readFlow(config, 'production', header.slice(0, -4) + 'AAAA', id, now)).toBeUndefined()
    expect(readFlow(other, 'production', header, id, now)).toBeUndefined()
    expect(readFlow(config, 'production', undefined, id, now)).toBeUndefined()
  })

  test('is forgotten when it was answered, and the oldest when there are many', () => {
    const header = headerOf(kept)
    expect(forgetFlow(config, 'production', header, id)).toEqual([
      `consent-${id}-0=; Path=/consent/production; Max-Age=0; HttpOnly; SameSite=Lax; Secure`,
    ])
    const ids = ['1', '2', '3', '4'].map(digit => digit.repeat(8) + id.slice(8))
    const many = ids.map(one => `consent-${one}-0=x`).join('; ')
    expect(forgetOldest(config, 'production', many).map(cookie => cookie.slice(0, 16))).toEqual([
      'consent-11111111',
    ])
    expect(forgetOldest(config, 'production', header)).toEqual([])
  })
})

test('secrets of different length are compared without an error', () => {
  expect(isSame('a', 'ab')).toBe(false)
  expect(isSame('same', 'same')).toBe(true)
})
