// `page` as lists take it: from 1 on, 20 entries each.
import { invalid } from './errors.ts'

export const pageSize = 20

/** The page asked for; 1 when none is. */
export const pageOf = ({ page = '1' }: Readonly<Record<string, string>>): number => {
  if (!/^[1-9]\d{0,5}$/.test(page))
    throw invalid([{ field: 'page', message: 'Page must be a number from 1 on.' }])
  return Number(page)
}
