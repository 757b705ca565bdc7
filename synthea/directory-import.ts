// npm run directory:import -- FILE.csv --box URL [--good-rows] [--report FILE]: a roster into the provider directory.
// With one faulty row nothing is loaded, unless the good rows are asked for.
import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { BoxFault, connectBox, type ImportBox } from './importing/box.ts'
import { ImportFault } from './importing/fault.ts'
import { sendImport } from './importing/send.ts'
import { networksOn } from './roster/networks.ts'
import { type RosterFault, readRoster, rowsToLoad } from './roster/read.ts'
import { reportCsv } from './roster/report.ts'
import { rosterResources } from './roster/resources.ts'

export interface RosterReport {
  rows: number
  good: number
  faults: readonly RosterFault[]
  /** Resources put on the box; 0 when nothing was loaded. */
  loaded: number
}

/** Checks a roster against a box and loads it, or only its good rows when asked to. */
export const importRoster = async (
  text: string,
  file: string,
  box: ImportBox,
  goodRows: boolean,
): Promise<RosterReport> => {
  const networks = await networksOn(box)
  const roster = readRoster(text, [...networks.keys()])
  const report = { rows: roster.total, good: roster.rows.length, faults: roster.faults, loaded: 0 }
  const rows = rowsToLoad(roster, goodRows)
  if (rows.length === 0) return report
  const resources = rosterResources(rows, networks).map((resource, index) => ({
    resource,
    file,
    entry: index + 1,
  }))
  await sendImport(box, { file, resources }, () => {})
  return { ...report, loaded: resources.length }
}

const usage = `npm run directory:import -- FILE.csv --box URL [--good-rows] [--report FILE]
  --box         root of the box, such as http://localhost:8080
  --good-rows   load the rows that are right, although others are not
  --report      where to write the errors, as CSV; without it the first twenty are printed
  --client      a client that may write (root)
  --secret-env  name of the environment variable with its secret (without it: the demo's)`

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      box: { type: 'string' },
      'good-rows': { type: 'boolean', default: false },
      report: { type: 'string' },
      client: { type: 'string', default: 'root' },
      'secret-env': { type: 'string' },
    },
  })
  const [path] = positionals
  const { box: url, report: reportPath } = values
  if (!path || positionals.length > 1 || !url || !URL.canParse(url)) throw new BoxFault(usage)
  const variable = values['secret-env']
  const secret = variable === undefined ? 'plan-api-demo' : process.env[variable]
  if (!secret) throw new BoxFault(`--secret-env: the environment variable ${variable} is not set.`)

  const file = basename(path)
  const text = readFileSync(path, 'utf8')
  const box = connectBox(url, { id: values.client, secret })
  try {
    const report = await importRoster(text, file, box, values['good-rows'])
    print(file, report, reportPath === undefined)
    if (reportPath !== undefined) writeFileSync(reportPath, reportCsv(report.faults))
    if (report.faults.length > 0) process.exitCode = report.loaded > 0 ? 2 : 1
  } finally {
    await box.close()
  }
}

const shown = 20

const print = (file: string, report: RosterReport, withFaults: boolean): void => {
  const { rows, good, faults, loaded } = report
  console.log(`${file}: ${good} of ${rows} rows are right.`)
  if (withFaults) {
    for (const { line, column, cause } of faults.slice(0, shown))
      console.log(`  line ${line}${column ? `, ${column}` : ''}: ${cause}`)
    if (faults.length > shown) console.log(`  … and ${faults.length - shown} more; see --report`)
  }
  if (loaded > 0) console.log(`${loaded} resources are in the directory.`)
  else if (good > 0)
    console.log('Nothing was loaded; correct the file, or load the good rows with --good-rows.')
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await main()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? `${error.code}` : ''
    const known =
      error instanceof ImportFault ||
      error instanceof BoxFault ||
      code.startsWith('ERR_PARSE_ARGS') ||
      code === 'ENOENT'
    if (!known || !(error instanceof Error)) throw error
    console.error(
      code === 'ENOENT' ? `${process.argv[2]} does not exist; check the path.` : error.message,
    )
    process.exitCode = 1
  }
}
