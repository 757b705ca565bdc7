// What a waiting test wants is read from its message.
import { expect, test } from 'vitest'
import { errandOf } from './visitor.ts'

test('a link with an authorization request is followed', () => {
  const url = 'https://localhost:1/auth/authorize?response_type=code&client_id=a'
  const message = `### Launch\n\n[Follow this link](${url}).\n\nResumes at \`http://localhost:2/redirect\``
  expect(errandOf(message)).toEqual({ kind: 'authorize', url })
})

test('a test that waits to be launched is launched', () => {
  const message =
    'Tests will resume once Inferno receives a launch request at\n`http://localhost:2/custom/smart/launch` with an `iss`'
  expect(errandOf(message)).toEqual({ kind: 'launch' })
})

test('whatever else a test waits for is nothing that anybody here knows to do', () => {
  expect(errandOf('Please confirm, [yes](https://localhost:2/yes).')).toBeUndefined()
})
