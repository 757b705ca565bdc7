// Acting for somebody else, over HTTP: a delegation that ends and a child who comes of age end access at once.
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type AuthBox, startAuthBox } from './auth-box.fixture.ts'
import { refreshTokens, tokensOf, tryToken } from './smart-dance.fixture.ts'

let running: AuthBox
beforeAll(async () => {
  running = await startAuthBox()
})
afterAll(() => running.close())

const asParent = () =>
  tokensOf(running, {
    user: 'parent',
    more: { prompt: 'consent' },
    fields: { patient: 'p-child' },
  })

const change = async (type: string, id: string, fields: Record<string, unknown>) => {
  const before = await running.box.resources.get(type, id)
  if (!before) throw new Error(`no ${type}/${id}`)
  await running.box.resources.update({ ...before, ...fields })
}

const delegation = (fields: Record<string, unknown>) => change('RelatedPerson', 'r-child', fields)

test('a delegate without a record of their own is named to the app as the related person, everywhere alike', async () => {
  const { tokens, access } = await tokensOf(running, {
    user: 'delegate',
    more: { prompt: 'consent' },
  })
  expect(tokens.patient).toBe('p-other')
  const related = `${running.url}/fhir/RelatedPerson/r-ward`
  expect(decodeJwt(String(tokens.id_token)).fhirUser).toBe(related)
  const headers = { authorization: `Bearer ${access}` }
  const said = await (await fetch(`${running.url}/auth/userinfo`, { headers })).json()
  expect(said).toMatchObject({ sub: 'delegate', fhirUser: related })
  // who has a record of their own is that person, whosever record is read
  const parent = await asParent()
  expect(decodeJwt(String(parent.tokens.id_token)).fhirUser).toBe(
    `${running.url}/fhir/Patient/p-parent`,
  )
})

test('a delegation that is taken back ends reading at the next request, and so does one that is over', async () => {
  const { access, refresh } = await asParent()
  expect((await tryToken(running, access)).status).toBe(200)
  await delegation({ active: false })
  expect((await tryToken(running, access)).status).toBe(401)
  expect((await refreshTokens(running, refresh)).status).toBe(400)
  const inTenMinutes = new Date(running.box.clock().getTime() + 600_000).toISOString()
  await delegation({ active: true, period: { end: inTenMinutes } })
  const again = await asParent()
  running.advance(590)
  expect((await tryToken(running, again.access)).status).toBe(200)
  running.advance(20)
  expect((await tryToken(running, again.access)).status).toBe(401)
  expect((await refreshTokens(running, again.refresh)).status).toBe(400)
})

test("a parent's access ends with the day the child comes of age", async () => {
  const now = running.box.clock()
  const midnight = new Date(now.toISOString().slice(0, 10)).getTime() + 24 * 3600_000
  const [, monthAndDay = ''] =
    /^\d{4}(.*)$/.exec(new Date(midnight).toISOString().slice(0, 10)) ?? []
  const birthDate = `${new Date(midnight).getUTCFullYear() - 18}${monthAndDay}`
  await change('Patient', 'p-child', { birthDate })
  await delegation({ period: undefined, relationship: [{ coding: [{ code: 'MTH' }] }] })
  running.advance(Math.round((midnight - now.getTime()) / 1000) - 600)
  const { access, refresh } = await asParent()
  expect((await tryToken(running, access)).status).toBe(200)
  running.advance(601)
  expect((await tryToken(running, access)).status).toBe(401)
  expect((await refreshTokens(running, refresh)).status).toBe(400)
})

test('whether somebody may still act for a patient costs no query on each request', async () => {
  await change('Patient', 'p-child', { birthDate: undefined })
  const { access } = await asParent()
  await tryToken(running, access)
  const asked = vi.spyOn(running.box.resources, 'find')
  for (let reads = 0; reads < 5; reads++) expect((await tryToken(running, access)).status).toBe(200)
  expect(asked.mock.calls.filter(([type]) => type === 'RelatedPerson')).toEqual([])
  asked.mockRestore()
})
