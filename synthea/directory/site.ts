// One place of a facility: its key in ids, its name, where it stands, which networks it is in.
import type { Place } from '../codes/places.ts'
import type { Json, Link } from '../record.ts'

export interface Site {
  key: string
  name: string
  alias: string
  place: Place
  networks: readonly Link[]
  /** Plan-Net organization types, the main one first. */
  types: readonly string[]
  partOf?: Link
  /** Stands at the plan's own address and is run by the plan. */
  campus?: { address: Json; managedBy: Link }
}
