// What the App checks of a production request by itself; the admin sees each with its outcome, and decides.
import type {
  LiveState,
  ProductionRequestAnswer,
  ReadinessItem,
  SmartAppFields,
} from '../vocabulary/operations.ts'
import type { AppConfig } from './config.ts'
import { OperationError } from './errors.ts'
import { demandAllowed, missingFields, urlFields } from './smart-app-fields.ts'

type Check = ProductionRequestAnswer['checks'][number]

const shortestDescription = 40

/** The checks, in the order an admin reads them. */
export const checksOf = (
  fields: SmartAppFields,
  live: LiveState,
  { mode, verifiedScopes }: Pick<AppConfig, 'mode' | 'verifiedScopes'>,
): Check[] => [
  check(
    'complete',
    'Every required field is filled in',
    missingFields(fields).length === 0,
    missingFields(fields).join(', ') || 'Nothing is missing.',
  ),
  allowed(fields, { allowsLoopback: mode === 'demo', verifiedScopes }),
  check(
    'https',
    'All addresses are https, or an app scheme',
    urlFields.every(name => !fields[name].startsWith('http:')),
    urlFields.filter(name => fields[name].startsWith('http:')).join(', ') || 'No plain http.',
  ),
  check(
    'policies',
    'Privacy, security and terms are three different pages',
    distinct([fields.privacyPolicyUrl, fields.securityPolicyUrl, fields.termsOfServiceUrl]),
    [fields.privacyPolicyUrl, fields.securityPolicyUrl, fields.termsOfServiceUrl]
      .map(hostOf)
      .join(', '),
  ),
  check(
    'description',
    `The description has ${shortestDescription} characters or more`,
    fields.description.length >= shortestDescription,
    `${fields.description.length} characters.`,
  ),
  check(
    'scopes',
    'It asks for health data, not only for sign-in',
    fields.scopes.some(scope => /^(patient|user)\//.test(scope)),
    `${fields.scopes.length} scopes.`,
  ),
  check(
    'launchable',
    'Members can start it from the gallery',
    fields.launchUrl !== '',
    fields.launchUrl ? hostOf(fields.launchUrl) : 'No Launch URL: members start it elsewhere.',
  ),
  check(
    'not-suspended',
    'It is not suspended',
    live !== 'suspended',
    live === 'suspended'
      ? 'It is suspended now; approving leaves it suspended until it is reinstated.'
      : 'Nothing is suspended.',
  ),
]

/** What the vendor's readiness check said when the request was sent. */
export const seenChecks = (readiness: readonly ReadinessItem[] = []): Check[] =>
  readiness.map(({ id, title, state, detail }) => ({
    id: `readiness-${id}`,
    title: `Seen in the sandbox: ${title}`,
    ok: state === 'ok',
    detail: state === 'unseen' ? `Not seen. ${detail}` : detail,
  }))

const check = (id: string, title: string, ok: boolean, detail: string): Check => ({
  id,
  title,
  ok,
  detail,
})

const allowed = (fields: SmartAppFields, rules: Parameters<typeof demandAllowed>[1]): Check => {
  const title = 'Addresses and scopes are of the kinds that are allowed'
  try {
    demandAllowed(fields, rules)
    return check('allowed', title, true, 'All are.')
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    const faults = error.outcome.issue.map(({ diagnostics }) => diagnostics)
    return check('allowed', title, false, faults.join(' '))
  }
}

const distinct = (texts: readonly string[]): boolean => new Set(texts).size === texts.length

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host || url : url)
