// Bundles joined from stored text: resources are put in as they are, never parsed.
import { outcome } from '../../vocabulary/outcome.ts'
import type { Text } from '../text.ts'

export interface Link {
  relation: string
  url: string
}

interface Entry {
  type: string
  id: string
  body: string
}

export interface Searchset {
  base: string
  type?: 'searchset' | 'history'
  total: number | undefined
  links: readonly Link[]
  matches: readonly Entry[]
  others: readonly Entry[]
  /** Ready entries. */
  extra?: readonly string[]
}

/** The text of a searchset. Ids need no escaping: the box refuses any that would. */
export const searchset = ({ base, total, links, matches, others, extra = [] }: Searchset): Text => {
  const prefix = `{"fullUrl":${JSON.stringify(`${base}/`).slice(0, -1)}`
  const entry =
    (mode: string) =>
    ({ type, id, body }: Entry): Text => [
      `${prefix}${type}/${id}","resource":`,
      body,
      `,"search":{"mode":"${mode}"}}`,
    ]
  return bundleText('searchset', total, links, [
    ...matches.map(entry('match')),
    ...others.map(entry('include')),
    ...extra,
  ])
}

/** A Bundle of ready entries; `entry` is left out when there is none, as FHIR demands. */
export const bundleText = (
  type: string,
  total: number | undefined,
  links: readonly Link[],
  entries: readonly Text[],
): Text => {
  const pieces = [
    `{"resourceType":"Bundle","type":"${type}"${total === undefined ? '' : `,"total":${total}`}${
      links.length > 0 ? `,"link":${JSON.stringify(links)}` : ''
    }`,
  ]
  for (const [index, entry] of entries.entries()) {
    pieces.push(index === 0 ? ',"entry":[' : ',')
    if (typeof entry === 'string') pieces.push(entry)
    else pieces.push(...entry)
  }
  pieces.push(entries.length > 0 ? ']}' : '}')
  return pieces
}

/** An entry that tells the caller something about the result. */
export const outcomeEntry = (diagnostics: string): string =>
  JSON.stringify({
    resource: outcome([{ severity: 'warning', code: 'informational', diagnostics }]),
    search: { mode: 'outcome' },
  })
