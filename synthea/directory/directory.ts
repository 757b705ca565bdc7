// The public provider directory (PDex Plan-Net): a plan, its networks, facilities and professionals, none of them real.
import type { Resource } from '../../vocabulary/aidbox.ts'
import { startDirectory } from './builder.ts'
import { addFacilities } from './facilities.ts'
import { addInsurancePlans } from './insurance-plans.ts'
import { addPlanSide } from './plan.ts'
import { addProfessionals } from './professionals.ts'

/** How many professionals a set of facilities has; twice as many need twice the facilities. */
const professionalsPerSet = 500

/** NPIs of facilities end where those of professionals begin. */
const mostSets = 20

/**
 * The directory as of a day; ids and content are the same each time, only dates move. Up to 500 professionals a smaller
 * directory is the beginning of a larger one.
 */
export const makeDirectory = (wish: { today: string; practitioners?: number }): Resource[] => {
  const practitioners = wish.practitioners ?? professionalsPerSet
  const sets = Math.min(mostSets, Math.max(1, Math.ceil(practitioners / professionalsPerSet)))
  const directory = startDirectory(wish.today)
  const side = addPlanSide(directory)
  const facilities = addFacilities(directory, side, sets)
  addProfessionals(directory, side, facilities, practitioners)
  addInsurancePlans(directory, side)
  return [...directory.resources]
}
