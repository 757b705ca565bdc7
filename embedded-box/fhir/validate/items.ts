// The values of an element as JSON has them, with their companions; what is wrong with their form is reported here.
import type { Element } from './profile.ts'
import { type Item, type Run, report, type Spot } from './run.ts'

/** No values. */
export const none: readonly Item[] = []

/** The values of an element in order. `again`: their form was reported before. */
export const itemsOf = (
  run: Run,
  child: Element,
  own: unknown,
  companion: unknown,
  type: string | undefined,
  up: Spot,
  again: boolean,
): readonly Item[] => {
  const name = child.isChoice ? `${child.name}.ofType(${type})` : child.name
  if (!child.isList) {
    if (!Array.isArray(own) && !Array.isArray(companion))
      return [{ value: own ?? undefined, companion, type, spot: { up, name } }]
    if (!again) report(run, { up, name }, 'structure', 'must be a single value, not an array.')
    return none
  }
  const values = own ?? []
  const companions = companion ?? []
  if (!Array.isArray(values) || !Array.isArray(companions)) {
    if (!again) report(run, { up, name }, 'structure', 'must be an array.')
    return none
  }
  const length = Math.max(values.length, companions.length)
  if (length === 0 && !again)
    report(run, { up, name }, 'structure', 'must not be an empty array; leave it out.')
  const items: Item[] = []
  for (let index = 0; index < length; index++)
    items.push({
      value: values[index] ?? undefined, // null keeps the place of one that has extensions only
      companion: companions[index] ?? undefined,
      type,
      spot: { up, name, index },
    })
  return items
}

/** An element that the type does not have, or a choice of another type. */
export const reportName = (
  run: Run,
  element: Element,
  up: Spot,
  name: string,
  again: boolean,
): void => {
  const choice = element.children.find(
    child =>
      child.isChoice && name.startsWith(child.name) && /^[A-Z]/.test(name.slice(child.name.length)),
  )
  if (!choice && again) return
  report(
    run,
    { up, name },
    'structure',
    choice
      ? `may not be of this type here: ${choice.types.map(({ code }) => code).join(', ')} may.`
      : `is not an element of ${element.definition.path}; check the spelling or leave it out.`,
  )
}

/** Reports too few and too many. */
export const checkCount = (run: Run, child: Element, count: number, up: Spot): void => {
  const { min, max, name } = child
  if (count < min)
    report(
      run,
      { up, name },
      'required',
      count === 0 ? 'is required.' : `needs at least ${min}, has ${count}.`,
    )
  if (count > max)
    report(
      run,
      { up, name },
      'structure',
      max === 0 ? 'may not be there.' : `may have ${max}, has ${count}.`,
    )
}
