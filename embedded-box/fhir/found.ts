// One row that a search or an include has found.

export interface Found {
  type: string
  id: string
  body: string
  patient: string | null
  /** Keys of the row, where includes follow its references. */
  links: string[]
}
