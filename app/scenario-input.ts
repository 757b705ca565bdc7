// The one field that Initialize Patient and Reset take: which scenario.
import type { InitializePatientRequest } from '../vocabulary/operations.ts'
import { invalid } from './errors.ts'
import { checker } from './input.ts'
import { chosenScenario, scenarioList } from './synthetic-patient.ts'

const parse = checker<InitializePatientRequest>(
  {
    type: 'object',
    properties: { scenario: { type: 'string', maxLength: 60, nullable: true } },
    additionalProperties: false,
  },
  { scenario: 'Scenario' },
)

/** The chosen scenario's id; 422 naming those that exist. No body is the first one. */
export const parseScenario = (input: unknown): string => {
  const { scenario: wanted } = parse(input ?? {})
  const scenario = chosenScenario(wanted ?? undefined)
  if (scenario !== undefined) return scenario
  const known = scenarioList().map(({ id }) => id)
  throw invalid([
    { field: 'scenario', message: `Scenario is not one of ${known.join(', ')}.`, code: 'value' },
  ])
}
