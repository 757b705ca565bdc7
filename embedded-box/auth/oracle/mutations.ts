// Seeded mutations of good requests: the same seed makes the same change, whichever server the request is for.

export type Fields = readonly (readonly [name: string, value: string])[]

export interface Mutated {
  fields: Fields
  /** What was done, in words, for the list of differences and for whoever reads a failure. */
  done: readonly string[]
}

/** Numbers in [0, 1) from a seed (mulberry32). */
export const numbersFrom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const values = [
  '',
  ' ',
  '0',
  '-1',
  '99999999999',
  'none',
  'login',
  'consent',
  'code',
  'token',
  'id_token',
  'code id_token',
  'query',
  'fragment',
  'form_post',
  'S256',
  's256',
  'plain',
  'openid',
  'patient/*.read',
  'system/*.cruds',
  'superuser',
  'public-app',
  'web-app',
  'unknown',
  'authorization_code',
  'refresh_token',
  'password',
  'client_credentials',
  'https://evil.example/cb',
  'javascript:alert(1)',
  '../..',
  '<script>x</script>',
  'é✓',
  '\u0000',
  'a\r\nb',
  '{}',
  'a'.repeat(43),
  'x'.repeat(3000),
] as const

const furtherNames = [
  'request',
  'request_uri',
  'registration',
  'response_mode',
  'prompt',
  'max_age',
  'claims',
  'resource',
  'login_hint',
  'id_token_hint',
  'display',
  'acr_values',
  'nonce',
  'state',
  'aud',
  'launch',
  'scope',
  'code_challenge',
  'code_challenge_method',
  'code_verifier',
  'client_id',
  'client_secret',
  'client_assertion',
  'unknown',
] as const

type Change = (fields: Fields, next: () => number) => Mutated

const pick = <T>(from: readonly T[], next: () => number): T => {
  const chosen = from[Math.floor(next() * from.length)]
  if (chosen === undefined) throw new Error('nothing to pick from')
  return chosen
}

const changedValue =
  (word: string, change: (value: string, next: () => number) => string): Change =>
  (fields, next) => {
    const [name, value] = pick(fields, next)
    const changed = change(value, next)
    return {
      fields: fields.map(field => (field[0] === name ? [name, changed] : field)),
      done: [`${word} ${name}`],
    }
  }

const changes: readonly Change[] = [
  (fields, next) => {
    const [name] = pick(fields, next)
    return { fields: fields.filter(field => field[0] !== name), done: [`without ${name}`] }
  },
  (fields, next) => {
    const field = pick(fields, next)
    return { fields: [...fields, field], done: [`twice ${field[0]}`] }
  },
  (fields, next) => {
    const [name] = pick(fields, next)
    return { fields: [...fields, [name, pick(values, next)]], done: [`twice, other ${name}`] }
  },
  (fields, next) => {
    const name = pick(furtherNames, next)
    return { fields: [...fields, [name, pick(values, next)]], done: [`with ${name}`] }
  },
  (fields, next) => {
    const [[one, first], [other, second]] = [pick(fields, next), pick(fields, next)]
    const swapped = new Map([
      [one, second],
      [other, first],
    ])
    return {
      fields: fields.map(([name, value]) => [name, swapped.get(name) ?? value]),
      done: one === other ? [] : [`swapped ${one} and ${other}`],
    }
  },
  (fields, next) => {
    const [name] = pick(fields, next)
    return {
      fields: fields.map(([own, value]) => [own === name ? own.toUpperCase() : own, value]),
      done: [`upper case name ${name}`],
    }
  },
  changedValue('other', (_value, next) => pick(values, next)),
  changedValue('upper case', value => value.toUpperCase()),
  changedValue('shorter', value => value.slice(0, -1)),
  changedValue(
    'longer',
    (value, next) => value + pick(['/', ' ', '.', '#', '?a=b', '%20', 'x'], next),
  ),
  changedValue('led by', (value, next) => pick([' ', '/', 'x', '%'], next) + value),
  changedValue('one character of', (value, next) => {
    const at = Math.floor(next() * value.length)
    // Always another one: codes and tokens differ on the two sides, and one of them may have this very character there.
    const others = ['a', 'Z', '0', '-', '%'].filter(character => character !== value[at])
    return `${value.slice(0, at)}${pick(others, next)}${value.slice(at + 1)}`
  }),
]

/** No change (one in ten), one, or two of them. */
export const mutate = (fields: Fields, seed: number): Mutated => {
  const next = numbersFrom(seed)
  const count = pick([0, 1, 1, 1, 1, 1, 1, 2, 2, 2], next)
  let mutated: Mutated = { fields, done: [] }
  for (let made = 0; made < count && mutated.fields.length > 0; made++) {
    const { fields: changed, done } = pick(changes, next)(mutated.fields, next)
    mutated = { fields: changed, done: [...mutated.done, ...done] }
  }
  return mutated
}
