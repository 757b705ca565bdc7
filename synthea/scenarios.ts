// The members one can ask for, as data. Of the conformance kits' cast only the one who shows everything is on the list.
import { castScenarios } from './scenarios/cast.ts'
import { disputeScenarios } from './scenarios/disputes.ts'
import { everydayScenarios } from './scenarios/everyday.ts'
import { lifeScenarios } from './scenarios/life.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { treatmentScenarios } from './scenarios/treatments.ts'

export type { Scenario } from './scenarios/scenario.ts'

const offered: readonly Scenario[] = [
  ...everydayScenarios,
  ...lifeScenarios,
  ...treatmentScenarios,
  ...disputeScenarios,
  ...castScenarios.slice(0, 1),
]

/** For choosing: id, title and one line. */
export const scenarios: readonly { id: string; title: string; description: string }[] = offered.map(
  ({ id, title, description }) => ({ id, title, description }),
)

/** The scenario of that id, of the list or of the conformance cast; without one, the first. */
export const findScenario = (id: string | undefined): Scenario => {
  const found =
    id === undefined ? offered[0] : [...offered, ...castScenarios].find(each => each.id === id)
  if (!found) {
    const known = offered.map(each => each.id).join(', ')
    throw new RangeError(`scenario "${id}" does not exist; choose one of: ${known}`)
  }
  return found
}
