// `npm run bench:synthea`: how fast synthetic members are made and written, against the target of 2,000 resources a second.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'

const target = 2000
const runs = 3
const members = 500

const generate = (): { resources: number; seconds: number } => {
  const folder = mkdtempSync(join(tmpdir(), 'plan-api-bench-'))
  try {
    const began = performance.now()
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        'synthea/generate.ts',
        '--members',
        String(members),
        '--out',
        join(folder, 'out'),
      ],
      { encoding: 'utf8' },
    )
    const seconds = (performance.now() - began) / 1000
    if (status !== 0) throw new Error(stderr)
    return { resources: Number.parseInt(stdout, 10), seconds }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

console.log(`${cpus().length} processors, ${cpus()[0]?.model.trim()}, Node ${process.version}`)
const rates = Array.from({ length: runs }, () => {
  const { resources, seconds } = generate()
  const rate = Math.round(resources / seconds)
  console.log(
    `${resources} resources in ${seconds.toFixed(1)} s: ${rate} a second, start of Node included`,
  )
  return rate
})
const slowest = Math.min(...rates)
console.log(
  `slowest ${slowest} a second; target ${target}: ${slowest >= target ? 'met' : 'missed'}`,
)
if (slowest < target) process.exitCode = 1
