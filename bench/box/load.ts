// Fills a box through its own API, as an operator's import would: one transaction a member.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  return (
    await runProgram('load', ['load', '--config', config, '--data', data, '--conc', '4'])
  ).trim()
}
