// `near=latitude|longitude|distance|unit`: the index finds the square degrees around, the great circle decides.
import { fail } from '../errors.ts'
import { any, type Condition, hasKey } from './condition.ts'
import { cellKey, isOnEarth, type Position } from './measures.ts'
import { someValue } from './search-measures.ts'
import { splitAt, unescaped } from './search-text.ts'
import type { Asked } from './search-values.ts'

const kilometres: Record<string, number> = { km: 1, m: 0.001, mi: 1.609344, '[mi_us]': 1.609347 }
/** Where the caller names no distance. */
const usual = 50
/** Half way round; nothing is farther. */
const farthest = 20_038
const degree = 111.19 // kilometres of a degree of latitude
const radius = 6_371.0088
/** More squares than these are not worth looking up. */
const mostCells = 400

export const near = ({ type, parameter, values }: Asked): Condition =>
  any(values.map(value => around(type, parameter.name, value)))

const around = (type: string, name: string, value: string): Condition => {
  const { centre, distance } = parsed(`${type}.${name}`, value)
  const exact = someValue(name, (at, bind) => {
    const [lat, lon] = [`(${at(1)})::float8`, `(${at(2)})::float8`]
    const here = `${bind(centre.latitude)}::float8`
    return `abs(${lat} - ${here}) <= ${bind(distance / degree + 0.01)}::float8 and 2 * ${radius} * asin(least(1, sqrt(
        power(sin(radians(${lat} - ${here}) / 2), 2) + cos(radians(${here})) * cos(radians(${lat}))
        * power(sin(radians(${lon} - ${bind(centre.longitude)}::float8) / 2), 2)))) <= ${bind(distance)}::float8`
  })
  const cells = cellsAround(name, centre, distance)
  if (!cells) return exact
  const indexed = hasKey(cells)
  return ground => `${indexed(ground)} and ${exact(ground)}`
}

const parsed = (label: string, value: string): { centre: Position; distance: number } => {
  const parts = splitAt(value, '|').map(unescaped)
  const [latitude, longitude, far = ''] = parts.slice(0, 3)
  const centre = { latitude: number(latitude), longitude: number(longitude) }
  const unit = kilometres[parts[3] || 'km']
  const distance = far === '' ? usual : number(far) * (unit ?? Number.NaN)
  if (parts.length > 4 || !isOnEarth(centre) || !(distance >= 0) || unit === undefined)
    throw fail(
      'value',
      `${label} takes latitude|longitude|distance|unit, such as 42.36|-71.06|10|km; units are ${Object.keys(kilometres).join(', ')}, without a distance ${usual} km.`,
      { status: 400, expression: [label.split('.').at(-1) ?? label] },
    )
  return { centre, distance: Math.min(distance, farthest) }
}

const number = (text: string | undefined): number =>
  text !== undefined && /^[+-]?\d{1,9}(\.\d{1,20})?$/.test(text) ? Number(text) : Number.NaN

/** The square degrees that a circle touches; undefined where they are many, as for great distances and near the poles. */
const cellsAround = (name: string, { latitude, longitude }: Position, distance: number) => {
  const up = distance / degree + 0.01
  const highest = Math.min(90, Math.abs(latitude) + up)
  const across = up / Math.max(Math.cos((highest * Math.PI) / 180), 1e-9)
  const rows = steps(latitude - up, latitude + up)
  const columns = steps(longitude - across, longitude + across)
  if (rows.length * columns.length > mostCells) return undefined
  return rows.flatMap(row =>
    columns.map(column =>
      cellKey(name, { latitude: row, longitude: ((((column + 180) % 360) + 360) % 360) - 180 }),
    ),
  )
}

const steps = (from: number, to: number): number[] => {
  const first = Math.floor(from)
  const count = Math.min(Math.floor(to) - first + 1, mostCells + 1)
  return Array.from({ length: count }, (_, index) => first + index)
}
