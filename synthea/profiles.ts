// Which profiles a generated resource claims: C4BB with its version (2.0.0 demands it), US Core without.
import { c4bbProfile, pdexProfile, usCoreProfile } from '../vocabulary/profiles.ts'

/** Releases of C4BB that generated claims are made for. */
const c4bbVersions = ['2.0.0'] as const

/** C4BB canonicals, one for each release. */
export const c4bb = (name: string): string[] =>
  c4bbVersions.map(version => `${c4bbProfile(`C4BB-${name}`)}|${version}`)

/** US Core canonical without version: a server's loaded release decides. */
export const usCore = (name: string): string[] => [usCoreProfile(`us-core-${name}`)]

/** US Core's percentiles, whose names go without the prefix. */
export const usCorePercentile = (name: string): string[] => [usCoreProfile(name)]

/** PDex demands its version, and nothing beside it. */
export const priorAuthorization = [`${pdexProfile('pdex-priorauthorization')}|2.0.0`]
