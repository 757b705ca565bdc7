// Slicing: which values belong to which slice, how many there are, and what a closed or ordered slicing forbids.
import { type Asking, type Question, sliceQuestion } from './discriminators.ts'
import type { Element } from './profile.ts'
import { type Item, type Run, report, reportUnknown, type Spot } from './run.ts'

export type CheckSlice = (slice: Element, item: Item) => void

/** Sorts values into the slices of an element and checks each with its slice; again for slices of slices. */
export const checkSlices = (
  run: Run,
  asking: Asking,
  questions: WeakMap<Element, Question>,
  element: Element,
  items: readonly Item[],
  parent: Spot,
  check: CheckSlice,
): void => {
  const { slices } = element
  const members = slices.map((): Item[] => [])
  const doubtful = slices.map(() => 0)
  const order: number[] = []
  for (const item of items) {
    let own = -1
    for (const [index, slice] of slices.entries()) {
      if (slice.definition.sliceName === '@default') continue
      const answer = questionFor(asking, questions, element, slice)(run, item)
      if (answer === undefined) doubtful[index] = (doubtful[index] ?? 0) + 1
      if (answer !== true) continue
      own = index
      break
    }
    if (own < 0) own = slices.findIndex(({ definition }) => definition.sliceName === '@default')
    const slice = slices[own]
    order.push(own)
    if (!slice) continue
    members[own]?.push(item)
    check(slice, item)
  }
  checkRules(
    run,
    element,
    items,
    order,
    doubtful.some(count => count > 0),
  )
  for (const [index, slice] of slices.entries()) {
    const own = members[index] ?? []
    checkCount(run, slice, own.length, doubtful[index] ?? 0, parent)
    if (slice.slices.length > 0) checkSlices(run, asking, questions, slice, own, parent, check)
  }
}

const questionFor = (
  asking: Asking,
  questions: WeakMap<Element, Question>,
  element: Element,
  slice: Element,
): Question => {
  const known = questions.get(slice) ?? sliceQuestion(asking, element, slice)
  questions.set(slice, known)
  return known
}

const checkRules = (
  run: Run,
  element: Element,
  items: readonly Item[],
  order: readonly number[],
  unsure: boolean,
): void => {
  const slicing = element.definition.slicing
  if (!slicing) return
  let furthest = -1
  let outsideSeen = false
  for (const [position, item] of items.entries()) {
    const own = order[position] ?? -1
    if (own < 0) {
      outsideSeen = true
      if (slicing.rules !== 'closed') continue
      if (unsure) reportUnknown(run, item.spot, 'which slice it belongs to cannot be told here')
      else
        report(run, item.spot, 'structure', `belongs to no slice, and the profile has no others.`)
      continue
    }
    if (slicing.rules === 'openAtEnd' && outsideSeen && !unsure)
      report(
        run,
        item.spot,
        'structure',
        'comes after values of no slice, which are to stand last.',
      )
    if (slicing.ordered && own < furthest)
      report(
        run,
        item.spot,
        'structure',
        'is out of order: slices come in the order of the profile.',
      )
    furthest = Math.max(furthest, own)
  }
}

const checkCount = (
  run: Run,
  slice: Element,
  count: number,
  doubtful: number,
  parent: Spot,
): void => {
  const { min, max, name } = slice
  const { sliceName = name } = slice.definition
  if (count < min) {
    const spot: Spot = { up: parent, name }
    if (count + doubtful >= min)
      reportUnknown(run, spot, `whether there are enough of slice ${sliceName} cannot be told here`)
    else report(run, spot, 'required', `needs ${min} of slice ${sliceName}, has ${count}.`)
  }
  if (count > max)
    report(
      run,
      { up: parent, name },
      'structure',
      `may have ${max} of slice ${sliceName}, has ${count}.`,
    )
}
