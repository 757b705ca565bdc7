// Who a token response says is signed in; searchsets as pages read them; what keeps an app from being launched.
import { expect, test } from 'vitest'
import { Problem } from './problem.ts'
import { readPage } from './records.ts'
import { accountOf } from './session.ts'
import { launchObstacle } from './vendor/launch.ts'

test('the name, address and roles of who signed in come from the User of either kind of box', () => {
  const user = {
    sub: 'demo-vendor',
    id: 'demo-vendor',
    email: 'vendor@demo.test',
    name: { givenName: 'Vera', familyName: 'Vendor' },
    roles: [{ type: 'vendor' }, { value: 'other' }, 'odd'],
  }
  expect(accountOf(user)).toEqual({
    id: 'demo-vendor',
    email: 'vendor@demo.test',
    name: 'Vera Vendor',
    roles: ['vendor', 'other'],
  })
  expect(accountOf({ sub: 'x', name: { formatted: 'Full Name' } })?.name).toBe('Full Name')
})

test('an answer that names nobody signs nobody in', () => {
  expect(accountOf(undefined)).toBeUndefined()
  expect(accountOf({ email: 'a@b.test' })).toBeUndefined()
})

test('a searchset gives its resources, its total and the way to the next page', () => {
  const page = readPage({
    resourceType: 'Bundle',
    type: 'searchset',
    total: 7,
    link: [
      { relation: 'self', url: 'https://plan.example/fhir/Condition' },
      { relation: 'next', url: 'https://plan.example/fhir/Condition?_page=2' },
    ],
    entry: [{ resource: { resourceType: 'Condition', id: 'a' } }, { odd: true }],
  })
  expect(page).toEqual({
    resources: [{ resourceType: 'Condition', id: 'a' }],
    total: 7,
    next: 'https://plan.example/fhir/Condition?_page=2',
  })
})

test('an answer that is no searchset is a fault, not an empty record', () => {
  expect(() => readPage({ resourceType: 'OperationOutcome' })).toThrow(Problem)
  expect(() => readPage(undefined)).toThrow(Problem)
})

test('an app can be launched once there is a member and both its URLs', () => {
  const urls = { launchUrl: 'https://a.example/launch', redirectUrl: 'https://a.example/' }
  expect(launchObstacle(urls, true)).toBeUndefined()
  expect(launchObstacle(urls, false)).toContain('Initialize Patient')
  expect(launchObstacle({ ...urls, launchUrl: '' }, true)).toContain('Launch URL')
  expect(launchObstacle({ ...urls, redirectUrl: '' }, true)).toContain('Redirect URL')
})
