// GET and POST /auth/grant: the box's own plain consent page, used where no page of the App is configured. It writes the Grant.
import type { Request, Response } from 'express'
import { type Grant, grantExtensions, type Resource } from '../../vocabulary/aidbox.ts'
import { parseScope, scopeInWords } from '../../vocabulary/scopes.ts'
import type { Box } from '../box.ts'
import { flowIdOf, redirectTo } from './authorization-endpoint.ts'
import { PageFault, RedirectFault } from './authorize-faults.ts'
import { type AuthorizeRequest, readAuthorizeRequest } from './authorize-request.ts'
import { type SignedIn, signedIn } from './browser-session.ts'
import { originOf, refreshSeconds } from './clients.ts'
import { recordEvent } from './events.ts'
import { answerPage, type Flow, newFormToken, presentedFlow, takeFormToken } from './flows.ts'
import { formTargets } from './form-targets.ts'
import { givesSomething, needsPatient } from './grant-terms.ts'
import { languageOf, sendPage } from './page.ts'
import { texts } from './page-texts.ts'
import { given, isFault, type Parameters, readParameters } from './parameters.ts'
import { type PatientChoice, patientsOf } from './patients.ts'
import { refuseForeignForm } from './same-origin.ts'
import { sha256 } from './secrets.ts'

const identity: ReadonlySet<string> = new Set(['openid', 'fhirUser', 'profile', 'email'])
const offline: ReadonlySet<string> = new Set(['offline_access', 'online_access'])

/** Shows what is asked, if this browser began the flow and the same person is signed in. */
export const showConsent =
  (box: Box) =>
  async (request: Request, response: Response): Promise<void> => {
    const { flow, asked, choices } = await open(box, request)
    const language = languageOf(request, flow.query)
    const publisher = asked.client.details?.organizationName
    await sendPage(box, request, response, {
      page: 'consent',
      query: flow.query,
      status: 200,
      formTargets: formTargets(box, asked.answer.redirectUri),
      view: {
        app: asked.client.smart?.name ?? asked.client.name ?? asked.client.id,
        publisher: typeof publisher === 'string' ? publisher : undefined,
        returnsTo: new URL(asked.answer.redirectUri).host || originOf(asked.answer.redirectUri),
        action: request.originalUrl,
        token: await newFormToken(box, flow),
        patients: await patientViews(box, choices, language),
        items: itemsOf(asked.offered, language),
        until: endFor(box, asked).toLocaleDateString(language, {
          dateStyle: 'long',
          timeZone: 'UTC',
        }),
        scopes: asked.offered.join(' '),
      },
    })
  }

/** Takes the answer. Only what was offered counts; nothing ticked is a no. */
export const takeConsent =
  (box: Box) =>
  async (request: Request, response: Response): Promise<void> => {
    refuseForeignForm(box, request)
    const { flow, asked, login, choices } = await open(box, request)
    const form = readParameters(typeof request.body === 'string' ? request.body : '')
    if (isFault(form) || !(await takeFormToken(box, flow, given(form, 'token') ?? '')))
      throw new PageFault('flowOver', 403)
    const provided =
      form.get('answer') === 'allow' ? asked.offered.filter(scope => isTicked(form, scope)) : []
    const patient = chosenPatient(form, choices, provided)
    const about = { user: login.user.id, client: asked.client.id, flow: flowIdOf(flow) }
    if (!givesSomething(provided)) {
      await box.resources.transaction(async tx => {
        if (!(await answerPage(tx, flow))) throw new PageFault('flowOver', 403)
        await recordEvent(box, { kind: 'consent-denied', ...about }, tx)
      })
      throw new RedirectFault('access_denied', 'the person did not agree', asked.answer)
    }
    const sensitive = form.get('sensitive') === 'yes'
    const grant = await grantFor(box, asked, login, { provided, patient, sensitive })
    await box.resources.transaction(async tx => {
      if (!(await answerPage(tx, flow))) throw new PageFault('flowOver', 403)
      await box.resources.update(grant, { tx })
      await recordEvent(box, { kind: 'consent-given', ...about, patient, scope: provided }, tx)
    })
    redirectTo(response, `${box.config.baseUrl}/auth/authorize?${flow.query}`, 303)
  }

const open = async (
  box: Box,
  request: Request,
): Promise<{ flow: Flow; asked: AuthorizeRequest; login: SignedIn; choices: PatientChoice[] }> => {
  const flow = await presentedFlow(box, request, 'consent')
  const login = await signedIn(box, request)
  if (!flow || !login || flow.session !== login.session.id) throw new PageFault('flowOver', 403)
  const asked = await readAuthorizeRequest(box, flow.query)
  const launched = asked.launch?.context.patient
  const all = needsPatient(asked.offered) ? await patientsOf(box, login.user) : []
  const choices = launched ? all.filter(({ patient }) => patient === launched) : all
  return { flow, asked, login, choices }
}

// One box for who you are, one for offline access, one a resource type; context words have none.
const boxOf = (scope: string): string | undefined => {
  if (identity.has(scope)) return 'identity'
  if (offline.has(scope)) return 'offline'
  const type = parseScope(scope)?.type
  return type === undefined ? undefined : `type-${type}`
}

const isTicked = (form: Parameters, scope: string): boolean => {
  const box = boxOf(scope)
  return box === undefined || form.get(box) === 'yes'
}

const itemsOf = (offered: readonly string[], language: 'en' | 'es') => {
  const words = {
    identity: texts[language].consent.identity,
    offline: texts[language].consent.offline,
  }
  const items = new Map<string, string>()
  for (const scope of offered) {
    const box = boxOf(scope)
    if (box === 'identity' || box === 'offline') items.set(box, words[box])
    else if (box) items.set(box, scopeInWords(scope, language))
  }
  return [...items].map(([box, text]) => ({ box, words: text }))
}

const chosenPatient = (
  form: Parameters,
  choices: readonly PatientChoice[],
  provided: readonly string[],
): string | undefined => {
  if (!needsPatient(provided)) return undefined
  const asked = form.get('patient')
  const choice = choices.find(({ patient }) => patient === asked)
  if (!choice) throw new PageFault('badRequest')
  return choice.patient
}

const patientViews = async (box: Box, choices: readonly PatientChoice[], language: 'en' | 'es') => {
  const words = texts[language].consent
  return Promise.all(
    choices.map(async ({ patient, by }) => ({
      id: patient,
      name: nameOf(await box.resources.get('Patient', patient)) ?? patient,
      relation: by === 'self' ? words.own : words.other,
      checked: choices.length === 1,
    })),
  )
}

// Patient.name is FHIR content of others: looked at field by field.
const nameOf = (patient: Resource | undefined): string | undefined => {
  const [first]: unknown[] = Array.isArray(patient?.name) ? patient.name : []
  if (typeof first !== 'object' || first === null) return undefined
  if ('text' in first && typeof first.text === 'string') return first.text
  const given = 'given' in first && Array.isArray(first.given) ? first.given : []
  const family = 'family' in first ? [first.family] : []
  const name = [...given, ...family].filter(part => typeof part === 'string').join(' ')
  return name === '' ? undefined : name
}

const endFor = (box: Box, { client }: AuthorizeRequest): Date =>
  new Date(box.clock().getTime() + refreshSeconds(client.auth?.authorization_code ?? {}) * 1000)

// One Grant a member, client and patient: the one there is, or a new one whose id says the same three.
const grantFor = async (
  box: Box,
  asked: AuthorizeRequest,
  { user }: SignedIn,
  { provided, patient, sensitive }: { provided: string[]; patient?: string; sensitive: boolean },
): Promise<Grant & { id: string }> => {
  const of = { user: `User/${user.id}`, client: `Client/${asked.client.id}` }
  const reference = patient ? `Patient/${patient}` : undefined
  const existing = (await box.resources.find<Grant>('Grant', of)).find(
    grant => grant.patient?.reference === reference,
  )
  return {
    resourceType: 'Grant',
    id: existing?.id ?? sha256([of.user, of.client, reference].join(' ')).slice(0, 32),
    user: { reference: of.user },
    client: { reference: of.client },
    ...(reference ? { patient: { reference } } : {}),
    'requested-scope': [...asked.offered],
    'provided-scope': provided,
    start: box.clock().toISOString(),
    meta: {
      extension: [
        { url: grantExtensions.end, valueDateTime: endFor(box, asked).toISOString() },
        { url: grantExtensions.sensitive, valueBoolean: sensitive },
      ],
    },
  }
}
