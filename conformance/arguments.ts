// The arguments of `npm run inferno`.
import { parseArgs } from 'node:util'
import { MissingTool } from './gems.ts'
import type { SuitePlan } from './suite-plan.ts'

const usage =
  'npm run inferno -- [--short] [--suite NAME …] [--update] [--lanes 1|2] [--production-box URL]; with a box elsewhere PRODUCTION_ROOT_SECRET and DEMO_PASSWORD are read from the environment.'

export interface Arguments {
  plans: readonly SuitePlan[]
  /** Infernos side by side. */
  lanes: number
  /** Writes what came of it as what is expected. */
  update: boolean
  /** URL of a box that runs elsewhere. */
  box?: string
}

/** Reads them; a fault is one line with the usage. */
export const readArguments = (all: readonly SuitePlan[]): Arguments => {
  const { suite: names, short, update, lanes, 'production-box': box } = values()
  const unknown = names?.filter(name => !all.some(plan => plan.name === name)) ?? []
  if (unknown.length > 0)
    throw new MissingTool(
      `${unknown.join(', ')}: no such suite; of ${all.map(({ name }) => name).join(', ')}`,
    )
  if (box !== undefined && !URL.canParse(box))
    throw new MissingTool(`--production-box must be a URL. ${usage}`)
  if (lanes !== '1' && lanes !== '2') throw new MissingTool(`--lanes must be 1 or 2. ${usage}`)
  if (box !== undefined && update)
    throw new MissingTool('--update writes down what our own box does: without --production-box.')
  const plans = all.filter(plan => (names ? names.includes(plan.name) : !short || plan.short))
  return { plans, update, lanes: Number(lanes), ...(box ? { box: box.replace(/\/+$/, '') } : {}) }
}

const values = () => {
  try {
    return parseArgs({
      options: {
        suite: { type: 'string', multiple: true },
        short: { type: 'boolean', default: false },
        update: { type: 'boolean', default: false },
        lanes: { type: 'string', default: '2' },
        'production-box': { type: 'string' },
      },
    }).values
  } catch (error) {
    throw new MissingTool(`${error instanceof Error ? error.message : error} ${usage}`)
  }
}
