// `npm run bench`: all measurements one after the other, or those that are named: `npm run bench -- demo box`.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const parts = ['demo', 'box', 'auth', 'validate', 'synthea', 'portals']
const asked = process.argv.slice(2)
const unknown = asked.find(name => !parts.includes(name))
if (unknown) {
  process.stderr.write(`There is no measurement ${unknown}. There are ${parts.join(', ')}.\n`)
  process.exit(2)
}
const failed: string[] = []
for (const part of asked.length > 0 ? asked : parts) {
  process.stdout.write(`\n# ${part}\n`)
  const { status } = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--expose-gc',
      join(import.meta.dirname, `${part}.ts`),
    ],
    { stdio: 'inherit' },
  )
  if (status !== 0) failed.push(part)
}
if (failed.length > 0) process.stderr.write(`\nNot measured: ${failed.join(', ')}\n`)
process.exit(failed.length > 0 ? 1 : 0)
