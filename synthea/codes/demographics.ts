// Race, ethnicity, language and sex as US Core's Patient extensions code them (OMB categories, CDC detail).
import type { Coding } from './concept.ts'
import { systems } from './systems.ts'

const omb = (code: string, display: string): Coding => ({ system: systems.race, code, display })

export const races: readonly Coding[] = [
  omb('2106-3', 'White'),
  omb('2054-5', 'Black or African American'),
  omb('2028-9', 'Asian'),
  omb('1002-5', 'American Indian or Alaska Native'),
]

export const ethnicities: readonly Coding[] = [
  omb('2186-5', 'Not Hispanic or Latino'),
  omb('2135-2', 'Hispanic or Latino'),
]

export const languages: readonly { code: string; text: string }[] = [
  { code: 'en', text: 'English' },
  { code: 'es', text: 'Spanish' },
]

/** One tribe of HL7's TribalEntityUS, by its bare code. */
export const sampleTribe: Coding = {
  system: systems.tribe,
  code: '187',
}

/** SNOMED CT codes of gender identity as US Core's value set lists them. */
export const genderIdentities = { female: '446141000124107', male: '446151000124109' } as const

/** SNOMED CT codes of US Core's sex extension. */
export const sexCodes = { female: '248152002', male: '248153007' } as const
