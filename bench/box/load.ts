// Fills a box through its own API, as an operator's import would: one transaction a member.
import {
  createWriteStream,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import { runProgram } from './definition.ts'
import type { Measured } from './servers.ts'

/** Loads all bundles; gives what the definition's program reports. */
export const loadBox = async (
  { url, pids, pidNames }: Measured,
  root: string,
  data: string,
): Promise<string> => {
  const config = join(mkdtempSync(join(tmpdir(), 'plan-api-bench-load-')), 'config.json')
  const headers = { Authorization: root }
  writeFileSync(
    config,
    JSON.stringify({ name: 'box', base: `${url}/fhir`, headers, idMode: 'client', pids, pidNames }),
    { mode: 0o600 },
  )
  const told: string[] = []
  for (const part of await partsOf(data)) {
    const args = ['load', '--config', config, '--data', part, '--conc', '4']
    told.push((await runProgram('load', args)).trim())
    if (part !== data) rmSync(part, { recursive: true })
  }
  return told.join('\n')
}

const mostOfAPart = 300_000_000 // bytes; the program reads its file whole, and a string of Node ends at twice that

/** Folders with some of the bundles each; the data's own where they are few. */
const partsOf = async (data: string): Promise<string[]> => {
  const bundles = join(data, 'bundles.ndjson')
  if (statSync(bundles).size <= mostOfAPart) return [data]
  const parts: string[] = []
  let part: ReturnType<typeof createWriteStream> | undefined
  const end = async (): Promise<void> => {
    part?.end()
    if (part) await finished(part)
    part = undefined
  }
  const file = await open(bundles)
  for await (const line of file.readLines()) {
    if (!part) {
      const folder = mkdtempSync(join(tmpdir(), 'plan-api-bench-part-'))
      symlinkSync(resolve(data, 'truth.json'), join(folder, 'truth.json'))
      parts.push(folder)
      part = createWriteStream(join(folder, 'bundles.ndjson'))
    }
    part.write(`${line}\n`)
    if (part.bytesWritten + part.writableLength > mostOfAPart) await end()
  }
  await end()
  return parts
}
