// The evidence of a request as a page that stands alone: no script, nothing loaded, every value escaped.
import type { EvidenceAnswer } from '../../../vocabulary/staff.ts'
import { auditWords } from './audit-words.ts'

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table><thead><tr>${heads.map(head => `<th>${escaped(head)}</th>`).join('')}</tr></thead><tbody>${rows
    .map(cells => `<tr>${cells.map(cell => `<td>${escaped(cell)}</td>`).join('')}</tr>`)
    .join('')}</tbody></table>`

const section = (title: string, content: string): string =>
  `<section><h2>${escaped(title)}</h2>${content}</section>`

const checksTable = (checks: EvidenceAnswer['request']['checks']): string =>
  table(
    ['Check', 'Outcome', 'Detail'],
    checks.map(({ title, ok, detail }) => [title, ok ? 'passed' : 'look at this', detail]),
  )

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2933}table{border-collapse:collapse;width:100%}th,td{border:1px solid #cbd2d9;padding:.4rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere;white-space:pre-line}pre{white-space:pre-wrap;border:1px solid #cbd2d9;padding:1rem}'

/** The page. */
export const evidencePage = (evidence: EvidenceAnswer): string => {
  const { request, versions, mails, audit, madeAt, checksAtDecision } = evidence
  const { decision } = request
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(`Evidence: ${request.name}`)}</title><style>${style}</style></head><body>
<h1>${escaped(`Evidence: ${request.name}`)}</h1>
${table(
  ['Fact', 'Value'],
  [
    ['Put together', madeAt],
    ['Request', request.id],
    ['Client ID', request.clientId],
    ['Organization', request.organizationName],
    ['Vendor', `${request.vendor.name} (${request.vendor.email})`],
    ['State', request.state],
    ['Sent', request.sentAt],
    ['Due', request.dueOn],
  ],
)}
${section(
  'Decision',
  decision
    ? table(
        ['Fact', 'Value'],
        [
          ['Outcome', decision.outcome],
          ['By', decision.by],
          ['At', decision.at],
          ['Reasons', (decision.reasonCodes ?? []).join(', ')],
          ['What the vendor read', decision.reason ?? ''],
          ['Note', decision.note ?? ''],
          ...Object.entries(decision.checklist).map(([item, ticked]) => [
            `Checklist: ${item}`,
            ticked ? 'ticked' : 'not ticked',
          ]),
        ],
      )
    : '<p>None yet.</p>',
)}
${section('Automatic checks when it was decided', checksAtDecision ? checksTable(checksAtDecision) : '<p>Not kept with the decision.</p>')}
${section('Automatic checks when this was put together', checksTable(request.checks))}
${section(
  'Versions',
  versions
    .map(
      ({ version, savedAt, state, snapshot }) =>
        `<h3>${escaped(`Version ${version}, ${savedAt}, ${state}`)}</h3>${table(
          ['Field', 'Value'],
          Object.entries(snapshot).map(([field, value]) => [field, [value].flat().join('\n')]),
        )}`,
    )
    .join(''),
)}
${section(
  'Mails',
  mails
    .map(
      ({ to, subject, state, sentAt, text }) =>
        `<h3>${escaped(subject)}</h3><p>${escaped(`To ${to}; ${state}${sentAt ? ` ${sentAt}` : ''}`)}</p><pre>${escaped(text)}</pre>`,
    )
    .join('') || '<p>None.</p>',
)}
${section(
  'Audit',
  table(
    ['When', 'What', 'Who', 'Reason'],
    audit.map(({ at, what, person, reason }) => [
      at,
      auditWords(what),
      person ? `${person.name ?? ''} (${person.id})` : 'Plan API',
      reason ?? '',
    ]),
  ),
)}
</body></html>
`
}
