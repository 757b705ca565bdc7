// One row that a search or an include has found.

export interface Found {
  type: string
  id: string
  body: string
  patient: string | null
  /** Keys of the row, one a line, where includes follow its references. */
  links: string
}

/** SQL of `links`; an array would be taken apart again by the driver, slowly. */
export const linksColumn = `array_to_string(t.keys, E'\\n') as links`
