// The consent page and its error page as HTML: facts in, text out. No script; everything is escaped by the templates.
import { readFileSync } from 'node:fs'
import Handlebars from 'handlebars'
import { accentStyle } from '../../vocabulary/brand.ts'
import type { BoxName } from '../../vocabulary/operations.ts'
import type { Actable } from '../acting.ts'
import type { Brand } from '../config.ts'
import type { Language } from '../mail/outbox.ts'
import { fieldsOf } from '../smart-app.ts'
import { redirectHost } from './authorize-request.ts'
import { endOf } from './choices.ts'
import type { Flow } from './flow.ts'
import type { ConsentProblem } from './problem.ts'
import type { Situation } from './situation.ts'
import { type Words, words } from './words.ts'

export interface PageFacts {
  box: BoxName
  flow: Flow
  situation: Situation
  language: Language
  portalUrl: string
  brand: Brand
  /** Path of the kept logo, if there is one. */
  logo?: string
  now: Date
}

const style = readFileSync(new URL('./style.css', import.meta.url), 'utf8')

/** The style sheet, served beside the page, in the plan's colour. */
export const styleSheet = ({ color }: Brand): string => style + accentStyle(color)

/** The page on which a member decides. */
export const consentPage = (facts: PageFacts): string => {
  const { box, flow, situation, language, portalUrl, brand, logo, now } = facts
  const { request, user, patients, offer, offered } = situation
  const w = words[language]
  const app = fieldsOf(request.client)
  const name = app.name || request.client.id
  const people = patients.map(patient => ({ ...patient, relation: relationOf(patient, w) }))
  const date = (duration: 'days-90' | 'months-13') =>
    endOf(duration, now, 0).toLocaleDateString(language, { dateStyle: 'long', timeZone: 'UTC' })
  return renderPage({
    w,
    language,
    brand,
    isSandbox: box === 'sandbox',
    app: name,
    initial: [...name][0]?.toUpperCase(),
    logo,
    organization: app.organizationName,
    description: app.description,
    host: redirectHost(request.redirectUri),
    isOwnScheme: !/^https?:/.test(request.redirectUri),
    person: user.name?.formatted ?? user.email ?? user.id,
    // The answer is given in the language in which the page was read.
    action: `/consent/${box}/${flow.id}?lang=${language}`,
    csrf: flow.csrf,
    onePatient: people.length === 1 ? people[0] : undefined,
    patients: people.length > 1 ? people : undefined,
    data: offer.data,
    hasData: offer.data.length > 0,
    identity: offer.identity,
    offline: offer.offline,
    online: offer.online,
    untilDays90: date('days-90'),
    untilMonths13: date('months-13'),
    connectedUrl: `${portalUrl}/member/connections`,
    policies: [
      { title: w.privacy, url: app.privacyPolicyUrl },
      { title: w.security, url: app.securityPolicyUrl },
      { title: w.terms, url: app.termsOfServiceUrl },
    ].filter(({ url }) => /^https?:\/\//.test(url)),
    clientId: request.client.id,
    redirect: request.redirectUri,
    scopes: offered.join(' '),
  })
}

/** The page that says why it cannot go on. */
export const problemPage = (problem: ConsentProblem, language: Language, brand: Brand): string =>
  renderProblem({
    brand,
    w: words[language],
    language,
    text: words[language].problems[problem.problem],
    wayBack: problem.wayBack,
  })

const relationOf = ({ relationship }: Actable, w: Words): string =>
  w.relationship[relationship] ?? relationship

const template = (name: string): Handlebars.TemplateDelegate =>
  Handlebars.compile(readFileSync(new URL(`./${name}.hbs`, import.meta.url), 'utf8'))

const renderPage = template('page')
const renderProblem = template('problem')
