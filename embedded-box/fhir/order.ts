// Sorting with missing values last, and the condition that continues behind a row.
import type { Ground } from './condition.ts'
import type { SortKey } from './search-controls.ts'

/** `order by` list; the id makes the order total, so that pages neither repeat nor lose a row. */
export const orderBy = (sort: readonly SortKey[], ground: Ground): string =>
  [
    ...sort.map(
      ({ value, descending }) => `${value(ground)} ${descending ? 'desc' : 'asc'} nulls last`,
    ),
    `${ground.row}.id`,
  ].join(', ')

/** True for the rows behind the one with these sort values and id. */
export const afterPosition = (
  sort: readonly SortKey[],
  after: readonly (string | null)[],
  ground: Ground,
): string => {
  const { row, bind } = ground
  const same: string[] = []
  const steps: string[] = []
  sort.forEach((key, index) => {
    const at = after[index] ?? null
    const value = key.value(ground)
    if (at === null) same.push(`${value} is null`)
    else {
      const bound = `${bind(at)}::${key.cast}`
      steps.push(
        [...same, `(${value} ${key.descending ? '<' : '>'} ${bound} or ${value} is null)`].join(
          ' and ',
        ),
      )
      same.push(`${value} = ${bound}`)
    }
  })
  const id = after[sort.length] ?? ''
  steps.push([...same, `${row}.id > ${bind(id)}`].join(' and '))
  return `(${steps.map(step => `(${step})`).join(' or ')})`
}
