// Labels on what a member must allow separately: substance use records (42 CFR Part 2), and mental health by choice.
import { systems } from './codes/systems.ts'
import type { SecurityLabel } from './record.ts'

const restricted: SecurityLabel = {
  system: systems.confidentiality,
  code: 'R',
  display: 'restricted',
}

export const sensitiveLabels = {
  substanceUse: [
    { system: systems.actCode, code: '42CFRPart2', display: '42 CFR Part2' },
    restricted,
  ],
  mentalHealth: [
    {
      system: systems.actCode,
      code: 'PSY',
      display: 'psychiatry disorder information sensitivity',
    },
    restricted,
  ],
} satisfies Record<string, SecurityLabel[]>

export type SensitiveKind = keyof typeof sensitiveLabels
