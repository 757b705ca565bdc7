// The columns of a roster: what each one holds, whether it must be there, and what is wrong with a value.
import { isNpi } from '../npi.ts'

export interface Column {
  name: string
  required: boolean
  /** Said when a value is refused. */
  wanted: string
  accepts: (value: string) => boolean
}

const column = (
  name: string,
  wanted: string,
  accepts: (value: string) => boolean,
  required = true,
): Column => ({ name, wanted, accepts, required })

const text = (most: number) => (value: string) => value.length <= most && !hasControls(value)

// Control characters have no place in a name; a database or a page may stumble over them.
const hasControls = (value: string): boolean =>
  [...value].some(character => (character.codePointAt(0) ?? 0) < 32)

const matches = (pattern: RegExp) => (value: string) => pattern.test(value)

const within = (from: number, to: number) => (value: string) =>
  /^-?\d{1,3}(\.\d{1,10})?$/.test(value) && Number(value) >= from && Number(value) <= to

const isDay = (value: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value)

const states =
  'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA VI WA WV WI WY GU AS MP'.split(
    ' ',
  )

/** Plan-Net AcceptingPatientsCS. */
const accepting = ['newpt', 'nopt', 'existptonly', 'existptfam']

export const columns: readonly Column[] = [
  column('npi', 'the ten digits of an NPI with a right check digit', isNpi),
  column('family_name', 'up to 60 letters', text(60)),
  column('given_name', 'up to 60 letters', text(60)),
  column('credential', 'up to 20 letters, such as MD', text(20), false),
  column(
    'gender',
    'female, male, other or unknown',
    matches(/^(female|male|other|unknown)$/),
    false,
  ),
  column('specialty', 'a NUCC taxonomy code, such as 207Q00000X', matches(/^[0-9A-Z]{9}X$/)),
  column('role', 'a Plan-Net provider role, such as ph', matches(/^[a-z]{2,8}$/), false),
  column('organization_npi', 'the ten digits of an NPI with a right check digit', isNpi),
  column('organization_name', 'up to 120 letters', text(120)),
  column('location_name', 'up to 120 letters', text(120)),
  column('street', 'up to 120 letters', text(120)),
  column('city', 'up to 60 letters', text(60)),
  column('state', 'two letters of a US state', value => states.includes(value)),
  column('postal_code', 'five digits, or nine as 43215-1234', matches(/^\d{5}(-\d{4})?$/)),
  column('latitude', 'degrees from -90 to 90', within(-90, 90), false),
  column('longitude', 'degrees from -180 to 180', within(-180, 180), false),
  column('phone', 'ten digits, with or without +1 and separators', value => digits(value) !== ''),
  column('network', 'the name of a network', text(120)),
  column('accepting', `one of ${accepting.join(', ')}`, value => accepting.includes(value), false),
  column('languages', 'language codes such as en es', matches(/^[a-z]{2,3}( [a-z]{2,3})*$/), false),
  column('since', 'a day as 2026-01-31', isDay, false),
]

/** A telephone number's ten digits; empty when it has none. */
export const digits = (value: string): string => {
  const found = value.replaceAll(/[\s().-]/g, '').replace(/^\+?1(?=\d{10}$)/, '')
  return /^[2-9]\d{9}$/.test(found) ? found : ''
}

/** Headers of what must never reach a public directory. */
export const forbiddenHeader = /tax|\btin\b|\bein\b|ssn|social_security|birth|member_?id/i

/** The shape of a tax id or social security number, wherever it stands. */
export const forbiddenValue = /(^|\D)(\d{2}-\d{7}|\d{3}-\d{2}-\d{4})(\D|$)/
