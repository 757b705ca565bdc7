// The report: records of suites as Markdown. What stands in docs/conformance.md is made from the expected-results files.
import type { Verdict } from './outcomes.ts'
import type { NotPassed, SuiteRecord } from './record.ts'

/** `kits`: gem and version, as the lock file has them. */
export const report = (
  records: readonly SuiteRecord[],
  kits: readonly { name: string; version: string }[],
): string =>
  [
    '# Conformance',
    '',
    'What the public Inferno test kits say of the embedded box. Written by `npm run inferno -- --update`; do not edit.',
    '',
    '- **Self-validated.** The kits hand resources to a validator over HTTP. The HL7 service was not to be had; the box’s own `$validate` answers in its place, with the guides that the kits bring. No result here is a word of HL7’s validator.',
    '- **TLS is tested**: the box serves https with a certificate of an authority that is made for the run and that Inferno trusts.',
    '- Each suite has a Client of its own; a scripted person signs in and allows everything that is asked.',
    '- Questions that a kit asks a person (attestations, visual inspection) are not run and not counted.',
    '- Data: the synthetic cast of `synthea/cast.ts` and the demo’s provider directory.',
    `- Kits: ${kits.map(({ name, version }) => `${name} ${version}`).join(', ')}.`,
    '',
    '## Suites',
    '',
    '| suite | tests | passed | failed | skipped | omitted | error | not run | required, not passed |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...records.map(row),
    '',
    'Required tests are those that the kit does not mark as optional; *omitted* is not counted against them.',
    ...records.flatMap(chapter),
    '',
  ].join('\n')

/** Kits and their versions from the text of a Gemfile.lock. */
export const kitsIn = (lock: string): { name: string; version: string }[] =>
  [...lock.matchAll(/^ {2}(\w+) \(= ([\d.]+)\)$/gm)].flatMap(([, name = '', version = '']) =>
    /inferno|test_kit/.test(name) ? [{ name, version }] : [],
  )

const row = (record: SuiteRecord): string => {
  const all = Object.values(record.notPassed)
  const count = (verdict: Verdict): number => all.filter(one => one.verdict === verdict).length
  const open = all.filter(one => !one.optional && one.verdict !== 'omit').length
  const cells = [
    record.title,
    record.tests,
    record.tests - all.length,
    count('fail'),
    count('skip'),
    count('omit'),
    count('error'),
    count('not run'),
    open,
  ]
  return `| ${cells.join(' | ')} |`
}

const chapter = ({ title, notPassed }: SuiteRecord): string[] => {
  const entries = Object.entries(notPassed)
  if (entries.length === 0) return []
  return [
    '',
    `## ${title}: not passed`,
    '',
    '| test | | result | why |',
    '|---|---|---|---|',
    ...entries.map(([id, test]) => line(id, test)),
  ]
}

const line = (id: string, { verdict, optional, title, reason }: NotPassed): string => {
  const cells = [
    `${cell(title)}<br>\`${id}\``,
    optional ? 'optional' : 'required',
    verdict,
    cell(reason),
  ]
  return `| ${cells.join(' | ')} |`
}

const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ')
