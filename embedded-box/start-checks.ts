// What a box refuses to start with: settings that would be unsafe, all named together.
import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { BoxConfig } from './box.ts'

/** A configuration this box does not start with; the message names every setting. */
export class BadConfiguration extends Error {
  constructor(name: string, faults: readonly string[]) {
    super(`The ${name} box does not start:\n${faults.map(fault => `- ${fault}`).join('\n')}`)
    this.name = 'BadConfiguration'
  }
}

const demoPassword = 'plan-api-demo'
const shortestSecret = 32

/** Throws BadConfiguration with all that is wrong. */
export const checkConfiguration = (config: BoxConfig): void => {
  const faults = [
    ...always(config),
    ...(config.mode === 'demo' ? inDemo(config) : inProduction(config)),
  ]
  if (faults.length > 0) throw new BadConfiguration(config.name, faults)
}

const always = ({ baseUrl, keys, corsOrigins, grantPageUrl }: BoxConfig): string[] => [
  ...(/^https?:\/\/[^/?#]+(\/[^?#]*[^/?#])?$/.test(baseUrl)
    ? []
    : [`baseUrl ${baseUrl} is no URL, or ends with a slash`]),
  ...(Buffer.byteLength(keys.secret) >= shortestSecret
    ? []
    : [`keys.secret is shorter than ${shortestSecret} bytes`]),
  ...keyFaults(keys),
  ...corsOrigins
    .filter(origin => origin === '*' || !URL.canParse(origin) || new URL(origin).origin !== origin)
    .map(origin => `corsOrigins: ${origin} is no origin (scheme://host[:port]); * is never one`),
  ...(grantPageUrl === undefined || URL.canParse(grantPageUrl)
    ? []
    : [`grantPageUrl ${grantPageUrl} is no absolute URL`]),
]

const keyFaults = ({ privateKey, publicKey }: BoxConfig['keys']): string[] => {
  try {
    const fromPrivate = createPublicKey(createPrivateKey(privateKey))
    const given = createPublicKey(publicKey)
    if (given.asymmetricKeyType !== 'rsa') return ['keys: RS256 needs an RSA key']
    if ((given.asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
      return ['keys: the RSA key has fewer than 2048 bits']
    return fromPrivate.equals(given) ? [] : ['keys.publicKey does not belong to keys.privateKey']
  } catch {
    return ['keys.privateKey and keys.publicKey are to be PEM (PKCS#8 and SPKI)']
  }
}

const inDemo = ({ host }: BoxConfig): string[] =>
  isLoopback(host) ? [] : [`host ${host}: the demo listens on 127.0.0.1 only`]

const inProduction = ({ baseUrl, rootSecret, bundle, developmentMode }: BoxConfig): string[] => [
  ...(developmentMode ? ['developmentMode shows how every request is judged'] : []),
  ...(baseUrl.startsWith('https:') ||
  (URL.canParse(baseUrl) && isLoopback(new URL(baseUrl).hostname))
    ? []
    : [`baseUrl ${baseUrl} is not https`]),
  ...(rootSecret === demoPassword ? ['rootSecret is the one of the demo'] : []),
  ...(bundle.entry ?? [])
    .map(({ resource }) => resource)
    .filter(resource => resource?.resourceType === 'User' && /^demo-/.test(resource.id ?? ''))
    .map(resource => `the init bundle holds User/${resource?.id}, who belongs to the demo`),
]

/** True for this machine only. */
export const isLoopback = (host: string): boolean =>
  /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host)
