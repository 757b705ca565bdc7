// What the runs say together: medians a mix and number of callers, the share of the floor, as JSON and as a table.
import { mixes } from './mixes.ts'
import type { Run, Sample } from './rounds.ts'

export interface Figure {
  mix: string
  callers: number
  rounds: number
  box: Timing
  floor?: Timing
  /** Median of the rounds' ratios of throughput. */
  share?: number
}

type Timing = Pick<Run, 'rps' | 'p50' | 'p95' | 'p99' | 'errors' | 'foreign'> & {
  cores: Record<string, number>
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = Number.NaN, high = low] =
    sorted.length % 2 === 1 ? [sorted[middle]] : [sorted[middle - 1], sorted[middle]]
  return (low + high) / 2
}

/** One figure a mix and number of callers. */
export const figuresOf = (samples: readonly Sample[]): Figure[] =>
  [...Map.groupBy(samples, ({ mix, run }) => `${mix} ${run.conc}`).values()].flatMap(group => {
    const [first] = group
    const box = group.filter(({ side }) => side === 'box')
    const floor = group.filter(({ side }) => side === 'floor')
    if (!first) return []
    const shares = box.flatMap(({ round, run }) =>
      floor.filter(other => other.round === round).map(other => run.rps / other.run.rps),
    )
    return [
      {
        mix: first.mix,
        callers: first.run.conc,
        rounds: box.length,
        box: timingOf(box),
        ...(floor.length > 0 ? { floor: timingOf(floor), share: median(shares) } : {}),
      },
    ]
  })

const timingOf = (samples: readonly Sample[]): Timing => {
  const of = (name: 'rps' | 'p50' | 'p95' | 'p99' | 'foreign') =>
    Number(median(samples.map(({ run }) => run[name])).toPrecision(4))
  const names = Object.keys(samples[0]?.run.cores ?? {})
  return {
    rps: of('rps'),
    p50: of('p50'),
    p95: of('p95'),
    p99: of('p99'),
    errors: samples.reduce((sum, { run }) => sum + run.errors, 0),
    foreign: of('foreign'),
    cores: Object.fromEntries(
      names.map(name => [name, median(samples.map(({ run }) => run.cores[name] ?? 0))]),
    ),
  }
}

/** The table; at eight callers it says whether the target is met. */
export const tableOf = (figures: readonly Figure[]): string => {
  const rows = figures.map(figure => {
    const mix = mixes.find(({ name }) => name === figure.mix)
    const { box, floor, share } = figure
    const target = mix && share !== undefined && figure.callers === 8 ? mix : undefined
    return [
      `${figure.mix}: ${mix?.what ?? ''}`,
      { member: 'patient token', members: 'patient tokens', anybody: 'nobody', root: 'root' }[
        mix?.as ?? 'root'
      ],
      figure.callers,
      box.rps,
      `${box.p50} / ${box.p95} / ${box.p99}`,
      `${box.cores.box ?? ''} / ${box.cores.postgres ?? '–'}`,
      box.errors,
      floor?.rps ?? '–',
      share?.toFixed(2) ?? '–',
      target ? `${target.must} ${verdict(share ?? 0, target)}` : '',
    ].join(' | ')
  })
  return [
    '| mix | asked as | callers | box, req/s | p50 / p95 / p99 ms | cores box / database | errors | floor, req/s | share | must |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(row => `| ${row} |`),
  ].join('\n')
}

const verdict = (share: number, { must, aim }: { must: number; aim: number }): string =>
  share >= aim ? 'met, aim too' : share >= must ? 'met' : '**missed**'
