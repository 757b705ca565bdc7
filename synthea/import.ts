// npm run synthea:import -- FILE… --box URL [--client ID --secret-env NAME] [--user EMAIL]: Synthea bundles into a box.
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { BoxFault, connectBox, type ImportBox } from './importing/box.ts'
import { readBundleFile } from './importing/bundle-file.ts'
import { keepFittingClaims } from './importing/claimed-profiles.ts'
import { mapClaims } from './importing/claims/c4bb-claims.ts'
import type { Changes } from './importing/clean.ts'
import { ImportFault } from './importing/fault.ts'
import { findUser, linkUser } from './importing/link-user.ts'
import { findOnBox, readNeighbours } from './importing/neighbours.ts'
import { conditionalReferences, type Prepared, prepareImport } from './importing/prepare.ts'
import { sendImport } from './importing/send.ts'

export interface ImportRequest {
  path: string
  box: ImportBox
  /** E-mail of the member's account that the Patient is linked to. */
  user?: string
  onProgress?: OnProgress
}

/** What is under way, how much of it is done: `read` counts bytes, the others resources. */
type OnProgress = (what: 'read' | 'checked' | 'sent', done: number, all: number) => void

export interface ImportReport {
  file: string
  patients: string[]
  resources: number
  parts: number
  changes: ReadonlyMap<string, number>
  linked?: string
}

/** Imports one file. A second time changes nothing: ids come from the file, and equal content makes no new version. */
export const importFile = async (request: ImportRequest): Promise<ImportReport> => {
  const { path, box, user } = request
  const changes: Changes = new Map()
  const entries = mapClaims(
    readBundleFile(path, (done, all) => request.onProgress?.('read', done, all)),
    changes,
  )
  const conditional = conditionalReferences(entries)
  const neighbours = conditional.length > 0 ? readNeighbours(path) : new Map()
  const onBox = await findOnBox(box, conditional, neighbours)
  const prepared = prepareImport(entries, neighbours, onBox, changes)
  const patient = onlyPatient(prepared, user)
  const account = user === undefined ? undefined : await findUser(box, user)
  const resources = await keepFittingClaims(box, prepared, (done, all) =>
    request.onProgress?.('checked', done, all),
  )

  let parts = 0
  await sendImport(box, { ...prepared, resources }, (done, sent) => {
    parts = sent
    request.onProgress?.('sent', done, prepared.resources.length)
  })
  if (account !== undefined && patient) await linkUser(box, account, patient)
  return {
    file: prepared.file,
    patients: prepared.patients,
    resources: prepared.resources.length,
    parts,
    changes: prepared.changes,
    ...(account ? { linked: account } : {}),
  }
}

// Asked before anything is written: an account stands for one person.
const onlyPatient = ({ file, patients }: Prepared, user: string | undefined) => {
  const [first, second] = patients
  if (user !== undefined && (first === undefined || second !== undefined)) {
    throw new ImportFault({ file }, `has ${patients.length} patients; --user needs exactly one.`)
  }
  return first
}

const usage = `npm run synthea:import -- FILE… --box URL [--client ID --secret-env NAME] [--user EMAIL]
  --box         root of the box, such as http://localhost:8080
  --client      a client that may write (root)
  --secret-env  name of the environment variable with its secret (without it: the demo's)
  --user        e-mail of the member's account that the patient is linked to; one FILE only`

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      box: { type: 'string' },
      client: { type: 'string', default: 'root' },
      'secret-env': { type: 'string' },
      user: { type: 'string' },
    },
  })
  const { box: url, user, client } = values
  if (positionals.length === 0 || !url || !URL.canParse(url) || (user && positionals.length > 1)) {
    throw new BoxFault(usage)
  }
  const variable = values['secret-env']
  const secret = variable === undefined ? 'plan-api-demo' : process.env[variable]
  if (!secret) throw new BoxFault(`--secret-env: the environment variable ${variable} is not set.`)

  const box = connectBox(url, { id: client, secret })
  try {
    for (const path of positionals) {
      const report = await importFile({ path, box, onProgress, ...(user ? { user } : {}) })
      print(report)
    }
  } finally {
    await box.close()
  }
}

const onProgress: OnProgress = (what, done, all) => {
  if (!process.stderr.isTTY) return
  const text =
    what === 'read'
      ? `reading, ${Math.floor((done / all) * 100)} %`
      : `${what === 'checked' ? 'profiles of ' : ''}${done} of ${all} resources`
  process.stderr.write(`\r${text.padEnd(40)}${what === 'sent' && done === all ? '\n' : ''}`)
}

const print = ({ file, patients, resources, parts, changes, linked }: ImportReport): void => {
  const inParts = parts > 1 ? ` in ${parts} transactions, because the box takes no larger ones` : ''
  console.log(`${file}: ${resources} resources are on the box${inParts}.`)
  for (const id of patients) console.log(`  Patient/${id}`)
  for (const [reason, count] of changes) console.log(`  ${count} × ${reason}`)
  if (linked) console.log(`  User/${linked} is linked to it`)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await main()
  } catch (error) {
    const known =
      error instanceof ImportFault ||
      error instanceof BoxFault ||
      (error instanceof TypeError &&
        'code' in error &&
        `${error.code}`.startsWith('ERR_PARSE_ARGS'))
    if (!known) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
