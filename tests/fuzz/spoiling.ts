// Spoils good requests: bytes of paths, queries, headers and bodies, and the tree of a JSON body. Seeded: same seed, same requests.
import fc from 'fast-check'
import type { RawRequest } from '../harness/raw-http.ts'
import { type GoodRequest, goodRequests } from './good-requests.ts'
import { spoilTree } from './spoil-tree.ts'

/** One thing to do to a request; the numbers are taken modulo what there is. */
interface Spoil {
  what:
    | 'target'
    | 'target-word'
    | 'header'
    | 'method'
    | 'body-bytes'
    | 'body-tree'
    | 'add-parameter'
  at: number
  pick: number
  length: number
}

const spoil = fc.record<Spoil>({
  what: fc.constantFrom(
    'target',
    'target-word',
    'target-word',
    'header',
    'method',
    'body-bytes',
    'body-tree',
    'body-tree',
    'body-tree',
    'add-parameter',
  ),
  at: fc.nat(),
  pick: fc.nat(),
  length: fc.integer({ min: 1, max: 12 }),
})

/** `count` spoiled requests. */
export const spoiledRequests = (seed: number, count: number): RawRequest[] => {
  const { interactions, searches } = goodRequests()
  const request = fc
    .tuple(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...interactions) },
        { weight: 2, arbitrary: fc.constantFrom(...searches) },
      ),
      fc.array(spoil, { minLength: 1, maxLength: 3 }),
    )
    .map(([good, spoils]) => spoiled(good, spoils))
  return fc.sample(request, { seed, numRuns: count })
}

const words = [
  '%00',
  '%',
  '%zz',
  '%C3%28',
  '%ED%A0%80',
  '../',
  '//',
  ';',
  '?',
  '&',
  '=',
  "'",
  '"',
  '\\',
  '\\,',
  '|',
  '||',
  ',,',
  '$',
  ':',
  ':missing',
  ':not',
  ':exact',
  ':Nonsense',
  '..',
  '.',
  '-1',
  '0',
  '1e400',
  '99999999999999999999',
  'NaN',
  'ge',
  'ap2024',
  '2024-02-30',
  '2024-13',
  '0000',
  '9999-12-31T23:59:60Z',
  '*',
  '_has:',
  '_include=*',
  '_sort=-',
  '_count=0',
  '_page=2',
  '_type=',
  '%F0%9F%98%80',
  '+',
  '%2B',
  '#',
  '__proto__',
  'constructor',
  'true',
  'urn:uuid:',
  'http://',
  '_history',
  '$everything',
  'a'.repeat(3_000),
  '('.repeat(200),
  ','.repeat(1_500),
  '.a'.repeat(60),
  'Patient',
  'Bundle',
  'null',
  '%20',
  '%0d%0a',
  '~',
  '{}',
  '[]',
  '<x>',
] as const

const headerValues = [
  '',
  'application/fhir+xml',
  'application/json;q=0',
  '*/*',
  'text/plain',
  'application/json; charset=utf-16',
  'W/"',
  '"1"',
  '*',
  'W/"999999999999999999999"',
  'handling=lenient',
  'return=minimal',
  'Bearer x',
  'Bearer a.b.c',
  'Basic x',
  'Basic Og==',
  'Digest y',
  'gzip',
  'identity',
  'Thu, 99 Foo 2024',
  'x'.repeat(9_000),
  '\x80\xff',
  'remove-all',
  'identifier=F-1&&=',
  'multipart/form-data',
  '_id=',
  '-5',
  'http://evil.example',
  'a,b;c="',
  'application/json-patch+json',
] as const

const headerNames = [
  'Accept',
  'Content-Type',
  'Prefer',
  'If-Match',
  'If-None-Match',
  'If-None-Exist',
  'If-Modified-Since',
  'Authorization',
  'X-Request-Id',
  'Accept-Encoding',
  'Content-Encoding',
  'x-conditional-delete',
  'Origin',
  'Cookie',
  'X-Forwarded-For',
  'Range',
  'Expect-Not',
  'su',
  'x-max-isolation-level',
] as const

const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'QUERY',
  'get',
  'G\u00e9T',
] as const

const one = <T>(list: readonly [T, ...T[]] | readonly T[], pick: number, otherwise: T): T =>
  list[pick % Math.max(1, list.length)] ?? otherwise

const spoiled = (good: GoodRequest, spoils: readonly Spoil[]): RawRequest => {
  let { method, target } = good
  const headers = [...good.headers]
  let tree: unknown = structuredClone(good.body)
  const bytes: Spoil[] = []
  for (const { what, at, pick, length } of spoils) {
    if (what === 'method') method = one(methods, pick, 'GET')
    else if (what === 'header') {
      const name = one(headerNames, at, 'Accept')
      headers.splice(0, headers.length, ...headers.filter(([known]) => known !== name), [
        name,
        one(headerValues, pick, ''),
      ])
    } else if (what === 'body-tree') tree = spoilTree(tree, at, pick)
    else if (what === 'body-bytes') bytes.push({ what, at, pick, length })
    else if (what === 'add-parameter')
      target += `${target.includes('?') ? '&' : '?'}${one(words, at, '')}=${one(words, pick, '')}`
    else if (what === 'target-word')
      target = insert(target, 1 + (at % target.length), one(words, pick, ''))
    else target = spoilText(target, at, pick, length)
  }
  const text =
    tree === undefined ? undefined : typeof tree === 'string' ? tree : JSON.stringify(tree)
  const body = text === undefined ? undefined : bytes.reduce(spoilBytes, Buffer.from(text))
  return { method, target, headers, ...(body ? { body } : {}) }
}

const insert = (text: string, at: number, word: string): string =>
  text.slice(0, at) + word + text.slice(at)

/** Any byte but those that end a request line: a second line would be another request. */
const spoilText = (text: string, at: number, pick: number, length: number): string => {
  const place = 1 + (at % text.length)
  const byte = String.fromCharCode(pick % 256).replace(/[\r\n ]/, '!')
  // mostly as it must be written, so that it comes further than the parser of HTTP
  const letter = /[!-~]/.test(byte) || at % 8 === 0 ? byte : encodeURIComponent(byte)
  const kinds = [
    () => text.slice(0, place) + letter + text.slice(place + 1),
    () => insert(text, place, letter),
    () => text.slice(0, place) + text.slice(place + length),
    () => insert(text, place, text.slice(place, place + length)),
    () => text.slice(0, place),
  ]
  return one(kinds, length + pick, () => text)()
}

const spoilBytes = (body: Buffer, { at, pick, length }: Spoil): Buffer => {
  if (body.length === 0) return body
  const place = at % body.length
  const [before, after] = [body.subarray(0, place), body.subarray(place)]
  const kinds = [
    () => Buffer.concat([before, Buffer.from([pick % 256]), after.subarray(1)]),
    () => Buffer.concat([before, Buffer.from([pick % 256]), after]),
    () => Buffer.concat([before, after.subarray(length)]),
    () => Buffer.concat([before, after.subarray(0, length), after]),
    () => before,
    () => Buffer.concat([before, Buffer.from([0xed, 0xa0, 0x80]), after]),
  ]
  return one(kinds, length + pick, () => body)()
}
