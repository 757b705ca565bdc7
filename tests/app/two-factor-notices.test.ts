// Admins are told by mail, in their language and once, when their second factor is set up or removed; nobody else is.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OwnWorld, startOwnWorld } from '../harness/own-app.ts'

let world: OwnWorld
beforeAll(async () => {
  world = await startOwnWorld()
})
afterAll(() => world?.close())

const write = async (id: string, more: object): Promise<void> => {
  const answer = await fetch(`${world.urls.production}/fhir/User/${id}`, {
    method: 'PUT',
    headers: { authorization: world.root.production, 'content-type': 'application/json' },
    body: JSON.stringify({
      resourceType: 'User',
      id,
      userName: `${id}@people.test`,
      email: `${id}@people.test`,
      name: { givenName: 'Ana', familyName: 'Ruiz' },
      roles: [{ type: 'admin' }],
      ...more,
    }),
  })
  if (answer.status > 201) throw new Error(`${answer.status} ${await answer.text()}`)
}
const factor = (secretKey: string) => ({ twoFactor: { enabled: true, secretKey } })
const [oneKey, otherKey] = ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU']

/** Twice: what the first run queues leaves with the second. */
const mailsTo = async (id: string, apps = [world.app]): Promise<string[]> => {
  world.mail.mails.length = 0
  for (const _ of ['queued', 'sent']) await Promise.all(apps.map(app => app.jobs.runOnce()))
  return world.mail.mails.filter(({ to }) => to === `${id}@people.test`).map(({ text }) => text)
}

test('an admin who sets a second factor up, changes it or loses it is told each time, once', async () => {
  await write('ana', {})
  expect(await mailsTo('ana')).toEqual([])
  await write('ana', factor(oneKey))
  const [told, ...others] = await mailsTo('ana')
  expect(told).toContain('Hello Ana Ruiz,')
  expect(told).toContain('a code from your authenticator app')
  expect(others).toEqual([])
  expect(told).not.toContain(oneKey)

  await write('ana', { ...factor(oneKey), displayName: 'Ana' })
  expect(await mailsTo('ana')).toEqual([])
  await write('ana', factor(otherKey))
  expect(await mailsTo('ana')).toHaveLength(1)
  await write('ana', {})
  expect((await mailsTo('ana'))[0]).toContain('second factor of your account was removed')
})

test('a second factor that came and went between two looks is told of both times, in the account’s language', async () => {
  const spanish = { preferredLanguage: 'es-MX' }
  await write('eva', spanish)
  await write('eva', { ...spanish, ...factor(oneKey) })
  await write('eva', spanish)
  const mails = (await mailsTo('eva')).join('\n')
  expect(mails).toContain('hacen falta su contraseña y un código')
  expect(mails).toContain('Se quitó el segundo factor')
})

test('two processes of the App, one of them started anew, tell it once', async () => {
  await write('ida', {})
  const another = await world.anotherApp()
  await write('ida', factor(oneKey))
  expect(await mailsTo('ida', [world.app, another])).toHaveLength(1)
  await another.close()
  const late = await world.anotherApp()
  expect(await mailsTo('ida', [late])).toEqual([])
  await late.close()
})

test('members are not written to, and neither is an admin whose account was made with a second factor or changed long ago', async () => {
  await write('mia', { roles: [{ type: 'member' }] })
  await write('mia', { roles: [{ type: 'member' }], ...factor(oneKey) })
  expect(await mailsTo('mia')).toEqual([])
  await write('noa', factor(oneKey))
  expect(await mailsTo('noa')).toEqual([])
  await write('pia', {})
  await write('pia', factor(oneKey))
  world.forward(25 * 60 * 60)
  expect(await mailsTo('pia')).toEqual([])
})
