// Reads what a file's resource holds at a path: files are others' work, so nothing is taken for granted.

export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** All values at a path; lists are entered. */
export const valuesAt = (value: unknown, path: string): unknown[] =>
  path.split('.').reduce<unknown[]>(
    (values, step) =>
      values.flatMap(each => {
        const child = isFields(each) ? each[step] : undefined
        return child === undefined ? [] : Array.isArray(child) ? child : [child]
      }),
    [value],
  )

export const textsAt = (value: unknown, path: string): string[] =>
  valuesAt(value, path).filter(each => typeof each === 'string')

export const textAt = (value: unknown, path: string): string | undefined => textsAt(value, path)[0]

/** Codes of one system at a path to CodeableConcepts. */
export const codesAt = (value: unknown, path: string, system: string): string[] =>
  valuesAt(value, `${path}.coding`).flatMap(coding =>
    isFields(coding) && coding.system === system && typeof coding.code === 'string'
      ? [coding.code]
      : [],
  )
