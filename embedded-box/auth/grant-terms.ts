// What a Grant says: its scopes, its end, whether sensitive data is included; and how far it covers what is asked.
import { type Grant, grantExtensions } from '../../vocabulary/aidbox.ts'
import { narrowScopes, scopesWithin } from '../../vocabulary/scopes.ts'

/** These ask for context, not for data: no tick box, never a reason to refuse. */
const contextWords: ReadonlySet<string> = new Set(['launch', 'launch/patient'])

/** When the member's yes ends, in epoch milliseconds; undefined when the Grant itself does not say. */
export const endOf = ({ meta }: Grant): number | undefined => {
  const written = meta?.extension?.find(({ url }) => url === grantExtensions.end)?.valueDateTime
  if (written === undefined) return undefined
  const end = new Date(written).getTime()
  return Number.isNaN(end) ? 0 : end // an end that cannot be read is over
}

/** Whether resources labelled sensitive are included. */
export const isSensitive = ({ meta }: Grant): boolean =>
  meta?.extension?.some(
    ({ url, valueBoolean }) => url === grantExtensions.sensitive && valueBoolean === true,
  ) ?? false

/** Whether a Grant still covers scopes that were issued under it. */
export const covers = (grant: Grant, scopes: readonly string[], sensitive: boolean): boolean =>
  (!sensitive || isSensitive(grant)) &&
  scopesWithin(
    scopes.filter(scope => !contextWords.has(scope)),
    grant['provided-scope'] ?? [],
  )

/** Whether everything offered now was on the page then. */
export const wasAsked = (grant: Grant, offered: readonly string[]): boolean =>
  scopesWithin(
    offered.filter(scope => !contextWords.has(scope)),
    narrowScopes(grant['requested-scope'] ?? [], undefined),
  )

/** Offered ∩ provided: as asked where all of it was ticked, else the ticked part. Context words need no tick. */
export const granted = (offered: readonly string[], provided: readonly string[]): string[] => [
  ...new Set(
    offered.flatMap(scope => {
      if (contextWords.has(scope) || scopesWithin([scope], provided)) return [scope]
      return provided.filter(ticked => scopesWithin([ticked], [scope]))
    }),
  ),
]

/** Whether anything but context is left. */
export const givesSomething = (scopes: readonly string[]): boolean =>
  scopes.some(scope => !contextWords.has(scope))

/** Whether these scopes need a patient in context. */
export const needsPatient = (scopes: readonly string[]): boolean =>
  scopes.some(scope => /^(patient|user)\//.test(scope) || scope === 'launch/patient')
