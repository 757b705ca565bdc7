// The public provider directory (PDex Plan-Net): a plan, its networks, facilities and professionals, none of them real.
import type { Resource } from '../../vocabulary/aidbox.ts'
import { startDirectory } from './builder.ts'
import { addFacilities } from './facilities.ts'
import { addInsurancePlans, addPlanSide } from './plan.ts'
import { addProfessionals } from './professionals.ts'

/** The directory as of a day; ids and content are the same each time, only dates move. */
export const makeDirectory = (wish: { today: string; practitioners?: number }): Resource[] => {
  const directory = startDirectory(wish.today)
  const side = addPlanSide(directory)
  const facilities = addFacilities(directory, side)
  addProfessionals(directory, side, facilities, wish.practitioners ?? 120)
  addInsurancePlans(directory, side)
  return [...directory.resources]
}
