// The test client at work: tokens and secret live in this page's memory and go with it; every step is kept to be read.
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { askForAny, boxUrl, fhirBase, type RawAnswer } from '../../box.ts'
import { call } from '../../operations.ts'
import { Problem } from '../../problem.ts'
import type { PortalSession } from '../../session.ts'
import type { Step } from './steps.ts'
import { redirectErrorWords, textIn, tokenErrorWords } from './steps.ts'
import { cameBack, newAuthorization, type TestIdentity, testRedirect } from './test-flow.ts'

export interface TestTokens {
  access: string
  refresh: string | undefined
  idToken: string | undefined
  patient: string | undefined
  scope: string
}

interface Settings {
  session: PortalSession
  app: string
  identity: TestIdentity
  secret: string
}

export const useTestClient = ({ session, app, identity, secret }: Settings) => {
  const [steps, setSteps] = useState<Step[]>([])
  const [tokens, setTokens] = useState<TestTokens>()
  const counter = useRef(0)
  const waiting = useRef<AbortController>(undefined)
  const add = (step: Omit<Step, 'id'>) => {
    counter.current += 1
    const { current: id } = counter
    setSteps(before => [{ ...step, id }, ...before])
  }

  /** Sends what a client sends to an OAuth endpoint: a secret by Basic, a public client by its id. */
  const post = async (path: string, fields: [string, string][]) => {
    const form = identity.needsSecret ? fields : [...fields, proofOf(identity)]
    const answer = await askForAny({
      box: 'sandbox',
      path,
      method: 'POST',
      form: Object.fromEntries(form),
      ...(identity.needsSecret
        ? { basic: `${encodeURIComponent(identity.clientId)}:${encodeURIComponent(secret)}` }
        : {}),
    })
    const sent: [string, string][] = identity.needsSecret
      ? [['Authorization', `Basic ${identity.clientId}:…`], ...form]
      : form
    return { answer, sent, method: 'POST', url: `${boxUrl('sandbox')}${path}` }
  }

  const keep = (answer: RawAnswer): boolean => {
    const access = textIn(answer.body, 'access_token')
    if (answer.status !== 200 || !access) return false
    setTokens(before => ({
      access,
      refresh: textIn(answer.body, 'refresh_token'),
      idToken: textIn(answer.body, 'id_token') ?? before?.idToken,
      patient: textIn(answer.body, 'patient'),
      scope: textIn(answer.body, 'scope') ?? '',
    }))
    return true
  }

  const authorize = useMutation({
    mutationFn: async ({ scope, window: opened }: { scope: string; window: Window | null }) => {
      waiting.current?.abort()
      waiting.current = new AbortController()
      const { signal } = waiting.current
      const asked = await newAuthorization(identity, scope)
      if (!opened)
        throw new Problem('fault', 'The browser blocked the window. Allow it for this page.')
      const answered = cameBack(asked.state, signal)
      opened.location.replace(asked.url)
      const back = await answered
      if (!back) return
      const code = back.get('code')
      add({
        title: 'Authorize',
        about:
          'The app sends the browser here. `state` and the PKCE challenge tie the answer to this very request; `aud` names the FHIR server.',
        method: 'GET',
        url: `${boxUrl('sandbox')}/auth/authorize`,
        sent: asked.parameters,
        body: Object.fromEntries(back),
        ok: code !== null,
        meaning: code
          ? 'A code came back to the Redirect URL, and `state` is the one that was sent. The code is good for 60 seconds, once.'
          : redirectErrorWords(back),
      })
      if (!code) return
      const exchanged = await post('/auth/token', [
        ['grant_type', 'authorization_code'],
        ['code', code],
        ['redirect_uri', testRedirect()],
        ['code_verifier', asked.verifier],
      ])
      const ok = keep(exchanged.answer)
      add({
        ...exchanged,
        title: 'Exchange the code',
        about:
          'The code becomes tokens. `code_verifier` proves that whoever asked is who exchanges; `redirect_uri` is the same as before.',
        ...exchanged.answer,
        ok,
        meaning: ok
          ? 'Access token, who signed in, and whose record it opens (`patient`). A refresh token comes with offline_access.'
          : tokenErrorWords(exchanged.answer),
      })
    },
  })

  const refresh = useMutation({
    mutationFn: async () => {
      const renewed = await post('/auth/token', [
        ['grant_type', 'refresh_token'],
        ['refresh_token', tokens?.refresh ?? ''],
      ])
      const ok = keep(renewed.answer)
      add({
        ...renewed,
        title: 'Refresh',
        about: 'A refresh token works once and gives a new pair, without anybody signing in.',
        ...renewed.answer,
        ok,
        meaning: ok
          ? 'A new access token and a new refresh token: an app keeps only these.'
          : tokenErrorWords(renewed.answer),
      })
    },
  })

  const revoke = useMutation({
    mutationFn: async () => {
      const asked = await post('/auth/revoke', [['token', tokens?.access ?? '']])
      // Aidbox documents no revocation endpoint, but the end of one's own Session.
      const ended = asked.answer.status === 404 ? await endSession(tokens?.access) : asked
      const ok = ended.answer.status === 200 || ended.answer.status === 204
      add({
        ...ended,
        title: 'Revoke',
        about: 'What an app sends when the person disconnects it.',
        ...ended.answer,
        ok,
        meaning: ok
          ? 'Access and refresh token open nothing any more. Call the API: the answer is 401. A refresh is refused too.'
          : tokenErrorWords(ended.answer),
      })
    },
  })

  const expire = useMutation({
    mutationFn: async () => {
      const { expired } = await call('expire-tokens', { token: session.token, id: app, body: {} })
      add({
        title: 'Expire the access token',
        about:
          'No request of an app: the portal lets the access token be over now, as it would be after 30 minutes.',
        method: 'POST',
        url: `${boxUrl('sandbox')}/plan-api/apps/${app}/$expire-tokens`,
        sent: [],
        status: 200,
        body: { expired },
        ok: true,
        meaning:
          expired > 0
            ? 'Call the API: the answer is 401. Then refresh, as an app should.'
            : 'There was no access token of yours to expire.',
      })
    },
  })

  const read = useMutation({
    mutationFn: async (path: string) => {
      const answer = await askForAny({
        box: 'sandbox',
        path: `/fhir/${path}`,
        token: tokens?.access,
      })
      const ok = answer.status === 200
      add({
        title: 'Call the API',
        about: 'Every FHIR request carries the access token in its Authorization header.',
        method: 'GET',
        url: `${fhirBase('sandbox')}/${path}`,
        sent: [['Authorization', `Bearer ${tokens?.access ?? ''}`]],
        ...answer,
        ok,
        meaning: ok ? 'The record, as far as the token opens it.' : callWords(answer.status),
      })
    },
  })

  return {
    steps,
    tokens,
    authorize,
    refresh,
    revoke,
    expire,
    read,
    cancel: () => waiting.current?.abort(),
  }
}

const endSession = async (token: string | undefined) => ({
  answer: await askForAny({ box: 'sandbox', path: '/Session', method: 'DELETE', token }),
  sent: [['Authorization', `Bearer ${token ?? ''}`]] satisfies Step['sent'],
  method: 'DELETE',
  url: `${boxUrl('sandbox')}/Session`,
})

const proofOf = ({ clientId }: TestIdentity): [string, string] => ['client_id', clientId]

const callWords = (status: number): string => {
  const words: Record<number, string> = {
    401: 'The access token is over or was revoked. Refresh it; if that fails, authorize again.',
    403: 'The token was not given the scope for this. Ask for the scope, or do not call this.',
    404: 'It does not exist, or not in the record that the token opens.',
    429: 'Too many requests. Wait the seconds that Retry-After says.',
    503: 'The server is busy. Try again after Retry-After.',
  }
  return words[status] ?? `The server answered ${status}; its OperationOutcome says why.`
}
