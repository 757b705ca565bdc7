// Fetches a FHIR package from a registry that speaks npm's protocol, and keeps it only when its digest is the promised one.
import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isObject, text } from '../json.ts'
import { nameText, type PackageName } from './packages-find.ts'

const mostBytes = 100_000_000
const patience = 60_000

/**
 * Downloads a package into a folder and returns the archive's path.
 * Throws with one sentence when the registry cannot be reached, has no such version, or sends something else.
 */
export const download = async (
  registry: string,
  wanted: PackageName,
  folder: string,
  signal?: AbortSignal,
): Promise<string> => {
  const listing: unknown = JSON.parse(
    (await get(`${registry}/${encodeURIComponent(wanted.name)}`, signal)).toString('utf8'),
  )
  const versions = isObject(listing) && isObject(listing.versions) ? listing.versions : {}
  const found = Object.hasOwn(versions, wanted.version) ? versions[wanted.version] : undefined
  const dist = isObject(found) ? found.dist : undefined
  if (!isObject(dist)) throw new Error(`${registry} has no ${nameText(wanted)}.`)
  const address = new URL(text(dist, 'tarball') ?? '', `${registry}/`)
  // a listing must not lead from https to a place that anybody can answer for
  if (new URL(registry).protocol === 'https:' && address.protocol !== 'https:')
    throw new Error(`${registry} offers ${nameText(wanted)} without https.`)
  const archive = await get(address.href, signal)
  checkDigest(wanted, archive, text(dist, 'integrity'), text(dist, 'shasum'))
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${wanted.name}-${wanted.version}.tgz`)
  writeFileSync(`${file}.${process.pid}`, archive)
  renameSync(`${file}.${process.pid}`, file)
  return file
}

const get = async (address: string, signal: AbortSignal | undefined): Promise<Buffer> => {
  const limit = AbortSignal.timeout(patience)
  const answer = await fetch(address, { signal: signal ? AbortSignal.any([signal, limit]) : limit })
  if (!answer.ok || !answer.body)
    throw new Error(`${new URL(address).host} answered ${answer.status}.`)
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of answer.body) {
    size += part.byteLength
    if (size > mostBytes) throw new Error(`${new URL(address).host} sends more than 100 MB.`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** The strongest digest that the listing promises; without any the archive is refused. */
const checkDigest = (
  wanted: PackageName,
  archive: Buffer,
  integrity: string | undefined,
  shasum: string | undefined,
): void => {
  const [, algorithm, expected] = /^(sha512|sha384|sha256)-([A-Za-z0-9+/=]+)/.exec(
    integrity ?? '',
  ) ?? [undefined, undefined, undefined]
  const same =
    algorithm !== undefined
      ? createHash(algorithm).update(archive).digest('base64') === expected
      : shasum !== undefined && createHash('sha1').update(archive).digest('hex') === shasum
  if (!same) throw new Error(`${nameText(wanted)} is not what its registry promised: not used.`)
}
