// Whatever takes a right away is heard at once, also for a token that was used a moment before.
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Grant, Resource } from '../../vocabulary/aidbox.ts'
import { type AuthBox, startAuthBox } from './auth-box.fixture.ts'
import { tokensOf, tryToken } from './smart-dance.fixture.ts'

let running: AuthBox
beforeAll(async () => {
  running = await startAuthBox()
})
afterAll(() => running.close())

/** Changes a resource and gives back how to undo it. */
const change = async (
  type: string,
  id: string,
  fields: object,
): Promise<() => Promise<unknown>> => {
  const { resources } = running.box
  const before = await resources.get<Resource>(type, id)
  if (!before) throw new Error(`no ${type}/${id}`)
  await resources.update({ ...before, ...fields })
  return () => resources.update(before)
}

const grantOf = async (session: string): Promise<string> => {
  const text = JSON.stringify(await running.box.resources.get('Session', session))
  return /"grant":"([^"]+)"/.exec(text)?.[1] ?? ''
}

const endings: Record<string, (session: string) => Promise<(() => Promise<unknown>) | undefined>> =
  {
    'the app is switched off': () => change('Client', 'public-app', { active: false }),
    'the account is switched off': () => change('User', 'member', { inactive: true }),
    'the Session is over before its time': session =>
      change('Session', session, { exp: Math.floor(running.box.clock().getTime() / 1000) - 1 }),
    'the Session is ended': session => change('Session', session, { active: false }),
    'the yes is for less': async session =>
      change('Grant', await grantOf(session), { 'provided-scope': ['patient/Patient.read'] }),
    'the yes is for somebody else’s record': async session =>
      change('Grant', await grantOf(session), { patient: { reference: 'Patient/nobody' } }),
    'the yes is deleted': async session => {
      const id = await grantOf(session)
      const before = await running.box.resources.get<Grant>('Grant', id)
      await running.box.resources.remove('Grant', id)
      return before && (() => running.box.resources.create(before))
    },
  }

test.each(Object.keys(endings))('a token that was just used is refused when %s', async what => {
  const { access } = await tokensOf(running)
  expect((await tryToken(running, access)).status).toBe(200)
  const undo = await endings[what]?.(String(decodeJwt(access).jti))
  const { status } = await tryToken(running, access)
  await undo?.()
  expect(status).toBe(401)
})
