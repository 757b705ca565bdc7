// `npm run bench:validate`: what it costs to validate against profiles: time a resource, and memory of eight packages.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { examplesOf, type Guides, openGuides } from '../tests/harness/validator.ts'

const folder = resolve(process.argv[2] ?? '../shared/igs')
const targets = { eobMilliseconds: 1, megabytes: 120 }
const rounds = 60
const batch = 10

const megabytes = (): { held: number; resident: number } => {
  // what is not collectable is what is held; run with --expose-gc
  for (let i = 0; i < 3; i++) globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { held: (heapUsed + external) / 2 ** 20, resident: rss / 2 ** 20 }
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0

/** Processor time of a batch of validations, for each of them. */
const timeOf = ({ validator }: Guides, resource: unknown, within: string): number => {
  const before = process.cpuUsage()
  for (let i = 0; i < batch; i++) validator.validate(resource, { within })
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000 / batch
}

const verdict = (value: number, target: number): string =>
  value <= target ? `within ${target}` : `ABOVE ${target}`

const main = async (): Promise<void> => {
  const cache = mkdtempSync(join(tmpdir(), 'bench-validate-'))
  try {
    const before = megabytes()
    const made = performance.now()
    await openGuides(folder, cache)
    console.log(`packs made: ${Math.round(performance.now() - made)} ms, once`)
    const began = performance.now()
    const guides = await openGuides(folder, cache)
    console.log(`packs opened: ${Math.round(performance.now() - began)} ms`)

    const compiled = performance.now()
    for (const profile of guides.profiles) guides.validator.knows(profile)
    console.log(
      `${guides.profiles.length} profiles compiled: ${Math.round(performance.now() - compiled)} ms`,
    )
    let examples = 0
    const walked = performance.now()
    for (const name of guides.names)
      for (const { resource } of examplesOf(folder, name)) {
        guides.validator.validate(resource, { within: name })
        examples++
      }
    console.log(
      `${examples} examples, each for the first time: ${Math.round(performance.now() - walked)} ms`,
    )
    const after = megabytes()
    const held = after.held - before.held
    console.log(
      `memory held by ${guides.names.length} packages, all profiles compiled: ${held.toFixed(0)} MB (${verdict(held, targets.megabytes)}); resident ${(after.resident - before.resident).toFixed(0)} MB more than before`,
    )

    const c4bb = 'hl7.fhir.us.carin-bb#2.0.0'
    const claims = examplesOf(folder, c4bb).filter(({ file }) => /^ExplanationOf/.test(file))
    // in turn, so that what else the machine does in a moment falls on all of them; the least disturbed batch counts
    const best = claims.map(() => Number.POSITIVE_INFINITY)
    for (let round = 0; round < rounds; round++)
      for (const [index, { resource }] of claims.entries())
        best[index] = Math.min(best[index] ?? 0, timeOf(guides, resource, c4bb))
    console.log('| claim | kB | ms |\n|---|---|---|')
    for (const [index, { file, bytes }] of claims.entries())
      console.log(
        `| ${file.replace(/^ExplanationOfBenefit-|\.json$/g, '')} | ${Math.round(bytes / 1024)} | ${best[index]?.toFixed(2)} |`,
      )
    console.log(
      `C4BB claims, processor time in the best batch: median ${median(best).toFixed(2)} ms, slowest ${Math.max(...best).toFixed(2)} ms (slowest ${verdict(Math.max(...best), targets.eobMilliseconds)} ms); ${cpus().length} × ${cpus()[0]?.model}`,
    )
  } finally {
    rmSync(cache, { recursive: true })
  }
}

if (existsSync(folder)) await main()
else console.log(`There are no packages in ${folder}: name their folder as the argument.`)
