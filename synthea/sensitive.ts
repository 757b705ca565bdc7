// The label on what a member must allow separately: substance use disorder records under 42 CFR Part 2.
import { systems } from './codes/systems.ts'
import type { SecurityLabel } from './record.ts'

export const sensitiveLabel: SecurityLabel[] = [
  { system: systems.actCode, code: '42CFRPart2', display: '42 CFR Part2' },
  { system: systems.confidentiality, code: 'R', display: 'restricted' },
]
