// Which passwords a person may choose, and what is said of the others.
import { describe, expect, test } from 'vitest'
import { passwordProblem } from './password-rules.ts'

describe('a password', () => {
  test.each([
    'plan-api-demo',
    'three small words',
    'contraseña-larga',
    '日本語のパスワードは長くてよい',
  ])('"%s" is accepted', password =>
    expect(passwordProblem(password, 'ann@plan.test')).toBeUndefined(),
  )

  test.each([
    ['eleven char', /11 characters/],
    ['🐢🐢🐢🐢🐢🐢', /6 characters/],
    ['x'.repeat(257), /longer than 256/],
    ['with a\nline break', /control character/],
    // a hash of somebody's own making: 2^17 rounds, which keep a box's processor busy at each sign-in
    [`$s0$110702$${'A'.repeat(22)}==$${'A'.repeat(43)}=`, /begins with/],
    ['Ann.Smith@Plan.Test', /e-mail address/],
    ['Password 1234', /first that anybody/],
    ['zzzzzzzzzzzzzz', /first that anybody/],
  ])('%j is refused with the reason', (password, reason) =>
    expect(passwordProblem(password, 'ann.smith@plan.test')?.message).toMatch(reason),
  )
})
