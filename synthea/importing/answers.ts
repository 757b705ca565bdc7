// What a box's answers say, as far as an import needs it: found resources, and why something was refused.

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown, name: string): unknown[] => {
  const child = isRecord(value) ? value[name] : undefined
  return Array.isArray(child) ? child : []
}

/** Ids in a searchset. */
export const foundIds = (bundle: unknown): string[] =>
  listOf(bundle, 'entry').flatMap(entry => {
    const resource = isRecord(entry) ? entry.resource : undefined
    return isRecord(resource) && typeof resource.id === 'string' ? [resource.id] : []
  })

export interface Refusal {
  /** Index of the bundle's entry that it is about, when the box says so. */
  index?: number
  text: string
}

/** The first three causes of an OperationOutcome. */
export const refusals = (outcome: unknown): Refusal[] =>
  listOf(outcome, 'issue')
    .slice(0, 3)
    .map(issue => {
      const text = textOf(issue)
      const index = /entry[[.](\d+)/.exec(text)?.[1]
      return { text, ...(index === undefined ? {} : { index: Number(index) }) }
    })

/** What an OperationOutcome calls an error: its code and its own words. */
export const errorsIn = (outcome: unknown): { code: unknown; text: string }[] =>
  listOf(outcome, 'issue').flatMap(issue =>
    isRecord(issue) && /^(error|fatal)$/.test(String(issue.severity))
      ? [{ code: issue.code, text: textOf(issue) }]
      : [],
  )

const textOf = (issue: unknown): string => {
  const fields = isRecord(issue) ? issue : {}
  const details = isRecord(fields.details) ? fields.details.text : undefined
  const said = [fields.diagnostics, details, fields.code].find(each => typeof each === 'string')
  const where = listOf(issue, 'expression').find(each => typeof each === 'string')
  // what is said often begins with where
  return [typeof said === 'string' && said.startsWith(`${where}`) ? undefined : where, said]
    .filter(each => typeof each === 'string')
    .join(': ')
}
