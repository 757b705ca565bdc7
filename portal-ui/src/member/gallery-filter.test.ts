// Search and filter of the gallery.
import { expect, test } from 'vitest'
import type { PublishedApp } from '../../../vocabulary/operations.ts'
import { addressOf, shownApps, wishOf } from './gallery-filter.ts'

const app = (name: string, more: Partial<PublishedApp> = {}): PublishedApp => ({
  id: name,
  name,
  description: '',
  organizationName: 'Example',
  organizationUrl: '',
  privacyPolicyUrl: '',
  securityPolicyUrl: '',
  termsOfServiceUrl: '',
  asksFor: ['Your allergies'],
  launchable: true,
  since: '2026-01-01',
  ...more,
})
const apps = [
  app('Zeta', { since: '2026-05-01', description: 'Citas médicas' }),
  app('Alfa', { asksFor: ['Your vaccinations'], launchable: false }),
]
const names = (query: string) =>
  shownApps(apps, wishOf(new URLSearchParams(query))).map(a => a.name)

test('apps stand by name, or the newest first', () => {
  expect(names('')).toEqual(['Alfa', 'Zeta'])
  expect(names('order=newest')).toEqual(['Zeta', 'Alfa'])
})

test('a search finds every word, whatever its case and accents', () => {
  expect(names('search=MEDICAS+citas')).toEqual(['Zeta'])
  expect(names('search=medicas+nada')).toEqual([])
})

test('a filter leaves apps that ask for a kind of data, or that start from here', () => {
  expect(names('reads=Your+vaccinations')).toEqual(['Alfa'])
  expect(names('startable=yes')).toEqual(['Zeta'])
})

test('an address can be sent to someone and gives the same list', () => {
  const wish = { search: 'é &', kind: 'Your allergies', launchable: true, order: 'newest' } as const
  expect(wishOf(addressOf(wish))).toEqual(wish)
})
