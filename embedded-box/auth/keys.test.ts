// Rotating the signing key: the previous one stays published and good for what it signed, and signs nothing any more.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import {
  calculateJwkThumbprint,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  importPKCS8,
  importSPKI,
  SignJWT,
} from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AuthBox, startAuthBox } from './auth-box.fixture.ts'
import { tokensOf, tryToken } from './smart-dance.fixture.ts'

const newPair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
const [current, previous, older] = [newPair(), newPair(), newPair()]

let running: AuthBox
beforeAll(async () => {
  running = await startAuthBox({
    keys: {
      ...current,
      previousPublicKey: previous.publicKey,
      secret: randomBytes(32).toString('hex'),
    },
  })
})
afterAll(() => running.close())

const kidOf = async ({ publicKey }: { publicKey: string }): Promise<string> =>
  calculateJwkThumbprint(
    await exportJWK(await importSPKI(publicKey, 'RS256', { extractable: true })),
  )

/** The same claims, signed by another key under its own id. */
const signedBy = async (pair: ReturnType<typeof newPair>, token: string): Promise<string> =>
  new SignJWT(decodeJwt(token))
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: await kidOf(pair) })
    .sign(await importPKCS8(pair.privateKey, 'RS256'))

test('after a rotation both keys are published, and only the current one signs', async () => {
  const { keys } = await (await fetch(`${running.url}/.well-known/jwks.json`)).json()
  expect(keys.map(({ kid }: { kid: string }) => kid)).toEqual([
    await kidOf(current),
    await kidOf(previous),
  ])
  expect(JSON.stringify(keys)).not.toMatch(/"(d|p|q|dp|dq|qi)":/)
  const { access, tokens } = await tokensOf(running)
  for (const token of [access, String(tokens.id_token)])
    expect(decodeProtectedHeader(token).kid).toBe(await kidOf(current))
})

test('a token of before the rotation is good until it is over, one of an older key is not', async () => {
  const { access } = await tokensOf(running)
  expect((await tryToken(running, await signedBy(previous, access))).status).toBe(200)
  expect((await tryToken(running, await signedBy(older, access))).status).toBe(401)
})
