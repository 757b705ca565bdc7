// Which URLs a smart app may have: https; http on loopback where that is allowed; a reverse-domain scheme for redirects.
// The form shows its faults while a vendor types, the App refuses them: one rule for both.
import type { OAuthType } from './operations.ts'

export interface UrlRule {
  /** Whether it is where codes are sent to. */
  isRedirect: boolean
  oauthType: OAuthType
  /** The sandbox, and production in demo mode only. */
  allowsLoopback: boolean
}

// RFC 8252 section 7.1: a domain of the vendor's, reversed, so that two apps never claim the same scheme.
const reverseDomainScheme = /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:\/?\/?[^\s]*$/
const forbiddenCharacters = /[\s<>"\\^`{|}]/

/** What is wrong with a URL and what to write instead; undefined when it is fine. */
export const urlFault = (text: string, rule: UrlRule): string | undefined => {
  if (hasControls(text) || forbiddenCharacters.test(text))
    return 'contains a blank or a character that URLs do not have.'
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1]
  if (!scheme) return 'must be a full URL that begins with https://.'
  if (scheme === 'https' || scheme === 'http') return webFault(text, rule)
  if (!rule.isRedirect || !reverseDomainScheme.test(text))
    return rule.isRedirect
      ? 'must begin with https://, or with a scheme in reverse-domain form such as com.example.app:/callback.'
      : 'must begin with https://.'
  if (rule.oauthType !== 'pkce')
    return 'may have a scheme of its own only with Authorization Code + PKCE; otherwise use https://.'
  return text.includes('#') ? 'must not contain a fragment (#).' : undefined
}

/** Names of this machine. */
export const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]', '::1'])
/** Whether a URL's host is this machine. */
export const isLoopback = (url: URL): boolean => loopback.has(url.hostname)

/** The web origins among these URLs, each once. */
export const originsOf = (urls: readonly string[]): string[] => [
  ...new Set(
    urls.filter(url => /^https?:/.test(url) && URL.canParse(url)).map(url => new URL(url).origin),
  ),
]

const webFault = (text: string, { isRedirect, allowsLoopback }: UrlRule): string | undefined => {
  if (!/^https?:\/\/[^/?#]/.test(text) || !URL.canParse(text))
    return 'is not a valid URL: use the form https://host/path.'
  const url = new URL(text)
  if (url.username || url.password) return 'must not contain a user name or password.'
  if (isRedirect && text.includes('#')) return 'must not contain a fragment (#).'
  if (url.protocol === 'https:') return undefined
  if (isLoopback(url) && allowsLoopback) return undefined
  return isLoopback(url)
    ? 'must be https here; http on this computer is for the sandbox only.'
    : 'must be https.'
}

const hasControls = (text: string): boolean =>
  [...text].some(character => character < ' ' || character === '\u007f')
