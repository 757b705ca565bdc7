// npm run synthea:generate -- --members N: families (and the directory, the conformance cast) as NDJSON and bundles.
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { makeCast } from './cast.ts'
import { makeDirectory } from './directory/directory.ts'
import { makeFamilies } from './families.ts'
import { openFolder } from './generating/folder.ts'
import { openBar } from './generating/progress-bar.ts'

const usage = `npm run synthea:generate -- --members N [--practitioners N] [--cast] [--out FOLDER] [--seed TEXT] [--today DAY]
  --members        how many members, in families
  --practitioners  the provider directory with so many professionals
  --cast           the conformance cast
  --out            a folder that is empty or does not exist (dist/synthea)
  --seed           any text; the same text and day give the same files (plan)
  --today          YYYY-MM-DD; the day on which the data was true (today)`

/** What stops a run before anything is written. */
class UsageFault extends Error {}

const options = () => {
  const { values } = parseArgs({
    options: {
      members: { type: 'string', default: '0' },
      practitioners: { type: 'string', default: '0' },
      cast: { type: 'boolean', default: false },
      out: { type: 'string', default: 'dist/synthea' },
      seed: { type: 'string', default: 'plan' },
      today: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    },
  })
  const members = count(values.members, 'members')
  const practitioners = count(values.practitioners, 'practitioners')
  if (!/^\d{4}-\d{2}-\d{2}$/.test(values.today) || Number.isNaN(Date.parse(values.today)))
    throw new UsageFault(`--today: not a day.\n\n${usage}`)
  if (members + practitioners === 0 && !values.cast) throw new UsageFault(usage)
  if (existsSync(values.out) && readdirSync(values.out).length > 0)
    throw new UsageFault(`--out: ${values.out} is not empty; name another folder or empty it.`)
  return { ...values, members, practitioners }
}

const count = (text: string, name: string): number => {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number > 1_000_000)
    throw new UsageFault(`--${name}: a whole number up to 1000000.\n\n${usage}`)
  return number
}

const main = async (): Promise<void> => {
  const { members, practitioners, cast, out, seed, today } = options()
  mkdirSync(join(out, 'bundles'), { recursive: true })
  const folder = openFolder(out)
  const bar = openBar(process.stderr, members)
  let done = 0
  for (const { id, resources } of makeFamilies({ seed, today, members })) {
    await folder.write(id, resources)
    done += 1
    bar.show(done)
  }
  if (practitioners > 0) await folder.write('directory', makeDirectory({ today, practitioners }))
  if (cast) await folder.write('conformance-cast', makeCast({ today }))
  bar.end()
  const { resources, files } = await folder.close()
  console.log(`${resources} resources in ${files} files in ${out}`)
}

try {
  await main()
} catch (error) {
  const usageError =
    error instanceof UsageFault ||
    (error instanceof TypeError && 'code' in error && `${error.code}`.startsWith('ERR_PARSE_ARGS'))
  if (!usageError) throw error
  console.error(error.message)
  process.exitCode = 1
}
