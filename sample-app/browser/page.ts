// Puts a record on the page: who, coverage, the chart, the claims; text only, never markup from data.
import { drawMonths } from './chart.ts'
import {
  amountOf,
  byMonth,
  type Claim,
  type Coverage,
  type Health,
  monthOf,
  shares,
} from './record.ts'

const dollars = (value: number): string =>
  value.toLocaleString('en-US', { style: 'currency', currency: 'USD' })

const element = (name: string, text?: string, ...children: Node[]): HTMLElement => {
  const made = document.createElement(name)
  if (text !== undefined) made.textContent = text
  made.append(...children)
  return made
}

const place = (id: string, ...nodes: Node[]): void =>
  document.getElementById(id)?.replaceChildren(...nodes)

/** Says what is going on, for eyes and screen readers. */
export const say = (text: string, kind: 'status' | 'problem' = 'status'): void => {
  const box = document.getElementById('status')
  if (!box) return
  box.textContent = text
  box.className = kind
}

/** Shows a loaded record. */
export const show = (record: Health): void => {
  const name = record.patient?.name?.[0]
  place(
    'who',
    element(
      'h2',
      name ? (name.text ?? [...(name.given ?? []), name.family].join(' ')) : 'Your record',
    ),
  )
  place(
    'coverage',
    ...(record.coverage.length > 0
      ? record.coverage.map(coverageCard)
      : [element('p', 'No coverage to show.')]),
  )
  const months = byMonth(record.claims)
  place(
    'chart',
    ...(months.length > 0 ? [drawMonths(months)] : [element('p', 'No claims to draw.')]),
  )
  place(
    'claims',
    ...record.claims.toSorted((a, b) => monthOf(b).localeCompare(monthOf(a))).map(claimRow),
  )
  document.getElementById('record')?.removeAttribute('hidden')
  document.getElementById('start')?.setAttribute('hidden', '')
  const left =
    record.missing.length > 0 ? ` Not shared with this app: ${record.missing.join(', ')}.` : ''
  say(`${record.claims.length} claims and ${record.coverage.length} coverages read.${left}`)
}

const coverageCard = (coverage: Coverage): HTMLElement => {
  const plan = coverage.class?.find(({ type }) => type?.coding?.some(({ code }) => code === 'plan'))
  return element(
    'article',
    undefined,
    element(
      'strong',
      plan?.name ?? coverage.type?.text ?? coverage.payor?.[0]?.display ?? 'Coverage',
    ),
    element('span', `Member ${coverage.subscriberId ?? '–'} · ${coverage.status ?? ''}`),
    element('span', `${coverage.period?.start ?? ''} – ${coverage.period?.end ?? 'now'}`),
  )
}

const claimRow = (claim: Claim): HTMLElement => {
  const { plan, you } = shares(claim)
  const kind =
    claim.type?.text ?? claim.type?.coding?.[0]?.display ?? claim.type?.coding?.[0]?.code ?? 'claim'
  return element(
    'tr',
    undefined,
    element('td', (claim.billablePeriod?.start ?? claim.created ?? '').slice(0, 10)),
    element('td', kind),
    element('td', claim.provider?.display ?? '–'),
    element('td', dollars(amountOf(claim, 'submitted'))),
    element('td', dollars(plan)),
    element('td', dollars(you)),
  )
}
