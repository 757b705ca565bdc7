// Where conditional references lead: Synthea's hospital and practitioner files beside a bundle, or the box itself.
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { foundIds } from './answers.ts'
import type { ImportBox } from './box.ts'
import { type FileEntry, readBundleFile } from './bundle-file.ts'
import { indexNeighbours, type Neighbours } from './prepare.ts'
import { identifierKey, parseConditional } from './references.ts'

const neighbourFile = /^(hospital|practitioner)Information.*\.json$/i

/** Everything in the hospital and practitioner files of the bundle's folder. */
export const readNeighbours = (path: string): Map<string, FileEntry> => {
  const folder = dirname(path)
  return indexNeighbours(
    readdirSync(folder)
      .filter(name => neighbourFile.test(name))
      .flatMap(name => readBundleFile(join(folder, name))),
  )
}

/** Literal references of what only the box knows, by conditional reference. One answer only counts. */
export const findOnBox = async (
  box: ImportBox,
  references: readonly string[],
  neighbours: Neighbours,
): Promise<Map<string, string>> => {
  const found = new Map<string, string>()
  for (const reference of references) {
    const search = parseConditional(reference)
    if (!search || neighbours.has(identifierKey(search))) continue
    const token = encodeURIComponent(`${search.system}|${search.value}`)
    const { status, body } = await box.ask('GET', `/${search.type}?identifier=${token}&_count=2`)
    const [id, second] = status < 400 ? foundIds(body) : []
    if (id !== undefined && second === undefined) found.set(reference, `${search.type}/${id}`)
  }
  return found
}
