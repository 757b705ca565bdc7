// What stops an import: which file, which entry, why, and what to do. Never the content of a record.

export class ImportFault extends Error {
  /** `entry` counts from 1, as people do. */
  constructor(place: { file: string; entry?: number; resource?: string }, cause: string) {
    const entry = place.entry === undefined ? '' : `, entry ${place.entry}`
    const resource = place.resource === undefined ? '' : ` (${place.resource})`
    super(`${place.file}${entry}${resource}: ${cause}`)
    this.name = 'ImportFault'
  }
}
