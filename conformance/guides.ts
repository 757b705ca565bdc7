// The guides that the kits judge by, as packages for the box's validator: the very archives that the kits bring with them.
import { copyFileSync, globSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { gemFolder } from './gems.ts'

/** `name#version` → where its archive lies among the gems. The first is the first choice where no version is named. */
const guides = {
  'hl7.fhir.us.core#6.1.0': 'us_core_test_kit-*/lib/us_core_test_kit/igs/us_core_610.tgz',
  'hl7.fhir.us.carin-bb#2.0.0':
    'carin_for_blue_button_test_kit-*/lib/carin_for_blue_button_test_kit/igs/carin4bb-200.tgz',
  'hl7.fhir.us.davinci-pdex-plan-net#1.1.0':
    'davinci_plan_net_test_kit-*/lib/davinci_plan_net_test_kit/igs/package.tgz',
  'hl7.fhir.us.core#3.1.1': 'us_core_test_kit-*/lib/us_core_test_kit/igs/us_core_311.tgz',
  'hl7.fhir.us.core#7.0.0': 'us_core_test_kit-*/lib/us_core_test_kit/igs/us_core_700.tgz',
  'hl7.fhir.us.carin-bb#1.1.0':
    'carin_for_blue_button_test_kit-*/lib/carin_for_blue_button_test_kit/igs/carin4bb-110.tgz',
} as const

/** Copies the archives into `folder` under the names that the box looks for; gives their `name#version`. */
export const gatherGuides = (folder: string): readonly string[] => {
  mkdirSync(folder, { recursive: true })
  for (const [name, pattern] of Object.entries(guides)) {
    const [archive] = globSync(join(gemFolder(), 'ruby', '*', 'gems', pattern))
    if (!archive) throw new Error(`The kits do not bring ${name}: has a gem another layout now?`)
    copyFileSync(archive, join(folder, `${name.replace('#', '-')}.tgz`))
  }
  return Object.keys(guides)
}
