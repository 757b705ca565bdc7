// Floor and box in turn, round by round: each mix is checked against the truth, then timed, by the definition's program.
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProgram, type Truth, truthOf } from './definition.ts'
import type { Member } from './members.ts'
import type { Mix } from './mixes.ts'
import type { Measured } from './servers.ts'

/** One timed run, as the definition's program reports it. */
export interface Run {
  conc: number
  rps: number
  p50: number
  p95: number
  p99: number
  errors: number
  /** Cores of CPU that others used meanwhile. */
  foreign: number
  cores: Record<string, number>
}

export interface Sample {
  mix: string
  side: 'floor' | 'box'
  round: number
  run: Run
  load: number
  megabytes: number
}

export interface Plan {
  mixes: readonly Mix[]
  rounds: number
  callers: readonly number[]
  seconds: number
  /** Cores of foreign CPU above which a run is repeated. */
  quiet: number
}

const scratch = mkdtempSync(join(tmpdir(), 'plan-api-bench-runs-'))

/** Everything that is timed, in the order in which it was. Without a floor only the box. */
export const runRounds = async (
  plan: Plan,
  {
    floor,
    box,
    data,
    members,
    root,
  }: { floor?: Measured; box: Measured; data: string; members: readonly Member[]; root: string },
  tell: (sample: Sample) => void,
): Promise<Sample[]> => {
  const samples: Sample[] = []
  const truth = truthOf(data)
  for (let round = 0; round < plan.rounds; round++)
    for (const mix of plan.mixes) {
      const member = members[round % members.length]
      const sides = [...(floor ? [['floor', floor] as const] : []), ['box', box] as const]
      // who goes first takes turns as well
      for (const [side, server] of round % 2 === 0 ? sides : sides.toReversed()) {
        const asking = callerOf(mix, side, { members, member, root })
        const config = { name: side, base: `${server.url}/fhir`, idMode: 'client', ...asking }
        const folder = mix.as === 'member' && member ? onlyOf(truth, member.patient) : data
        const load = loadavg()[0] ?? 0
        for (const run of await timed(plan, mix, config, server, folder, round)) {
          const sample = { mix: mix.name, side, round, run, load, megabytes: server.megabytes() }
          samples.push(sample)
          tell(sample)
        }
      }
    }
  return samples
}

/** The floor looks at no credentials; it is sent the same requests all the same. */
const callerOf = (
  { as }: Mix,
  side: Sample['side'],
  who: { members: readonly Member[]; member: Member | undefined; root: string },
) => {
  if (as === 'root') return side === 'box' ? { headers: { Authorization: who.root } } : {}
  if (as === 'member') return { token: who.member?.token }
  return as === 'members' ? { patientTokens: who.members } : {}
}

/** A truth that knows one member only, so that all queries of the mix are about the one whose token it is. */
const onlyOf = (truth: Truth, patient: string): string => {
  const folder = join(scratch, patient)
  mkdirSync(folder, { recursive: true })
  const mine = truth.patients.filter(({ id }) => id === patient)
  // the program sets the last two aside for writing
  const patients = [...mine, ...truth.patients.slice(-2)]
  writeFileSync(join(folder, 'truth.json'), JSON.stringify({ ...truth, patients }))
  return folder
}

const timed = async (
  plan: Plan,
  mix: Mix,
  config: object,
  { pids, pidNames }: Measured,
  data: string,
  round: number,
): Promise<Run[]> => {
  const configFile = join(scratch, 'config.json')
  const out = join(scratch, 'result.json')
  writeFileSync(configFile, JSON.stringify({ ...config, pids, pidNames }), { mode: 0o600 })
  await runProgram('load', [
    ...['bench', '--config', configFile, '--data', data, '--out', out, '--mixes', mix.mix],
    ...['--conc', plan.callers.join(','), '--secs', String(plan.seconds)],
    ...['--quiet', String(plan.quiet), '--wait', plan.quiet >= 1 ? '0' : '20'],
    ...['--sample', round === 0 ? '100' : '20'],
  ])
  const result = JSON.parse(readFileSync(out, 'utf8')).mixes[mix.mix]
  if (!result) throw new Error(`${mix.name}: no queries`)
  if (result.verify?.wrong > 0)
    throw new Error(`${mix.name}: wrong answers: ${result.verify.firstErrors.join('; ')}`)
  return result.runs
}
