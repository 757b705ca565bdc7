// The form says what is wrong with an address before it is sent, as the App would.
import { expect, test } from 'vitest'
import { emptyFields } from './app-values.ts'
import { shapeFault } from './shape-fault.ts'

test('an address without https is told while typing, beside its field', () => {
  expect(shapeFault('privacyPolicyUrl', { ...emptyFields, privacyPolicyUrl: 'example.com' })).toBe(
    'Privacy Policy URL must be a full URL that begins with https://.',
  )
  expect(shapeFault('redirectUrl', { ...emptyFields, redirectUrl: 'http://app.example/cb' })).toBe(
    'Redirect URL must be https.',
  )
})

test('this computer is good enough for the sandbox, and an empty field is no fault', () => {
  const fields = { ...emptyFields, redirectUrl: 'http://localhost:3001/' }
  expect(shapeFault('redirectUrl', fields)).toBeUndefined()
  expect(shapeFault('launchUrl', fields)).toBeUndefined()
  expect(shapeFault('name', { ...emptyFields, name: 'not an address' })).toBeUndefined()
})
