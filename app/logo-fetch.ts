// Fetches a vendor's logo as a stranger's picture: https, a public address that cannot change meanwhile, no redirects,
// a picture by its first bytes, small, and soon.
import { lookup } from 'node:dns/promises'
import { Agent, request } from 'undici'
import { isLoopback } from '../vocabulary/smart-app-urls.ts'
import { isPublicAddress } from './public-address.ts'

export interface Logo {
  type: 'image/png' | 'image/jpeg' | 'image/webp'
  bytes: Buffer
}

/** Why a logo was not kept, as a sentence for the form. */
export interface LogoProblem {
  problem: string
}

export const maxLogoBytes = 200_000
const deadlineMs = 8_000

/** The picture, or what is wrong and what to do. Loopback addresses, and plain http there, are for the demo. */
export const fetchLogo = async (
  text: string,
  options: { allowsLoopback: boolean },
): Promise<Logo | LogoProblem> => {
  if (!URL.canParse(text)) return { problem: 'The logo URL is not a URL.' }
  const url = new URL(text)
  const mayBeLocal = options.allowsLoopback && isLoopback(url)
  if (url.protocol !== 'https:' && !(mayBeLocal && url.protocol === 'http:'))
    return { problem: 'The logo must have an https address.' }
  if (url.username || url.password) return { problem: 'The logo URL must not contain a password.' }
  const address = await resolve(url, mayBeLocal)
  if (!address)
    return { problem: 'The logo could not be fetched: its host has no public internet address.' }

  const agent = new Agent({
    connections: 1,
    connect: {
      timeout: 3_000,
      // The address that was judged is the one that is used, whatever the name answers a second later.
      lookup: (_host, wanted, callback) =>
        wanted.all ? callback(null, [address]) : callback(null, address.address, address.family),
    },
  })
  try {
    const answer = await request(url, {
      dispatcher: agent,
      headers: { accept: 'image/png, image/jpeg, image/webp', 'accept-encoding': 'identity' },
      signal: AbortSignal.timeout(deadlineMs),
    })
    if (answer.statusCode >= 300 && answer.statusCode < 400)
      return { problem: 'The logo URL redirects: enter the address it leads to.' }
    if (answer.statusCode !== 200)
      return { problem: `The logo could not be fetched: its server answered ${answer.statusCode}.` }
    const bytes = await readUpTo(answer.body, maxLogoBytes)
    if (!bytes) return { problem: 'The logo is larger than 200 kB: use a smaller picture.' }
    const type = typeOf(bytes)
    return type ? { type, bytes } : { problem: 'The logo must be a PNG, JPEG or WebP picture.' }
  } catch {
    // Refused, reset, bad certificate, too slow: a vendor can only look at their own server.
    return { problem: 'The logo could not be fetched: its server did not answer in time.' }
  } finally {
    await agent.destroy()
  }
}

const resolve = async (url: URL, mayBeLocal: boolean) => {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  try {
    const addresses = await lookup(host, { all: true })
    const allowed = mayBeLocal || addresses.every(({ address }) => isPublicAddress(address))
    return allowed ? addresses[0] : undefined
  } catch {
    return undefined // no such name
  }
}

const readUpTo = async (
  body: AsyncIterable<Buffer>,
  limit: number,
): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > limit) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

// By the first bytes, not by what the server calls it: SVG and HTML can carry scripts.
const typeOf = (bytes: Buffer): Logo['type'] | undefined => {
  if (bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'image/png'
  if (bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex'))) return 'image/jpeg'
  const isRiff = bytes.subarray(0, 4).toString('latin1') === 'RIFF'
  return isRiff && bytes.subarray(8, 12).toString('latin1') === 'WEBP' ? 'image/webp' : undefined
}
