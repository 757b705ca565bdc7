// The init bundle: everything a box needs before it listens, applied at every start, judged by no policy (contract: aidbox 2).
import type { Bundle, BundleEntry } from '../vocabulary/aidbox.ts'
import { seesAll } from './access/narrow.ts'
import type { Box } from './box.ts'
import type { Exchange, FhirCall } from './context.ts'
import { BoxError, fail } from './errors.ts'
import { perform } from './fhir/perform.ts'
import { field } from './json.ts'
import { parsePairs } from './query.ts'
import { fhirBase } from './root-base.ts'
import { route } from './routes.ts'
import { joined } from './text.ts'
import { entryExchange } from './visit.ts'

/** The init bundle could not be applied; the message names the entry. */
export class BadInitBundle extends Error {
  constructor(box: string, reason: string) {
    super(`The init bundle of the ${box} box could not be applied: ${reason}`)
    this.name = 'BadInitBundle'
  }
}

/** Entries that are commands to Aidbox and mean nothing to the store. */
const commands = /^\/?\$(drop-cache|fhir-package-install|load|upload-fhir-npm-packages)$/

/** Applies it. A transaction that fails stops the start; of a batch, what fails is a warning. */
export const runInitBundle = async (box: Box): Promise<void> => {
  const { bundle, name } = box.config
  if (bundle.type !== 'transaction' && bundle.type !== 'batch')
    throw new BadInitBundle(name, `type ${bundle.type}: a transaction or a batch is expected`)
  const entries = (bundle.entry ?? []).filter(({ request }) => !commands.test(request?.url ?? ''))
  if (entries.length === 0) return
  const began = performance.now()
  const answer = await apply(box, { ...bundle, entry: entries })
  if (bundle.type === 'batch') warnOfFailures(box, entries, answer)
  box.log.info(
    { entries: entries.length, ms: Math.round(performance.now() - began) },
    'init bundle',
  )
}

const apply = async (box: Box, bundle: Bundle): Promise<unknown> => {
  try {
    const reply = await perform(box, bundleCall(box, bundle), { checkReferences: false })
    return JSON.parse(joined(reply.body ?? '{}'))
  } catch (error) {
    if (!(error instanceof BoxError)) throw error
    const reasons = error.outcome.issue.map(issue =>
      [named(bundle.entry ?? [], issue.expression), issue.diagnostics].filter(Boolean).join(': '),
    )
    throw new BadInitBundle(box.config.name, reasons.join('; '))
  }
}

/** `Bundle.entry[3].…` as the resource it is about. */
const named = (entries: readonly BundleEntry[], expression: readonly string[] = []): string => {
  const [, index] = /^Bundle\.entry\[(\d+)\]/.exec(expression[0] ?? '') ?? []
  const entry = index === undefined ? undefined : entries[Number(index)]
  if (!entry) return expression.join(', ')
  const { resource, request } = entry
  return `${request?.method} ${request?.url}${resource?.id ? ` (${resource.resourceType}/${resource.id})` : ''} ${expression.join(', ')}`
}

const warnOfFailures = (box: Box, entries: readonly BundleEntry[], answer: unknown): void => {
  const answered = field(answer, 'entry')
  if (!Array.isArray(answered)) return
  for (const [index, one] of answered.entries()) {
    const status = String(field(field(one, 'response'), 'status') ?? '')
    if (/^[45]/.test(status))
      box.log.warn({ entry: index, url: entries[index]?.request?.url, status }, 'init bundle entry')
  }
}

/** The Bundle as a call that sees and may do everything. */
const bundleCall = (box: Box, bundle: Bundle): FhirCall => {
  const outer: Exchange = {
    id: 'init-bundle',
    method: 'POST',
    path: '/fhir',
    queryString: '',
    headers: {},
    remoteAddress: '',
    scheme: 'http',
    body: bundle,
  }
  const call = (exchange: Exchange): FhirCall => {
    const asked = route(exchange, [])
    if (asked.kind !== 'fhir')
      throw fail('not-supported', `${asked.id} cannot be an entry of the init bundle`)
    return {
      interaction: asked.id,
      ...fhirBase(asked).target,
      query: parsePairs(exchange.queryString),
      headers: exchange.headers,
      body: exchange.body,
      sight: seesAll,
      callerKey: 'init-bundle',
      entry: async request => call(entryExchange(exchange, box.config.baseUrl, request)),
    }
  }
  return call(outer)
}
