// Where FHIR packages may lie: FHIR_PACKAGE_PATH, the data folder, ~/.fhir/packages, and npm's node_modules.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { manifestOf, packageFolder } from './packages-archive.ts'

export interface PackageName {
  name: string
  version: string
}

/** `hl7.fhir.us.core#6.1.0`; throws when it is not written so. */
export const packageName = (text: string): PackageName => {
  const match = /^([a-z0-9][a-z0-9.-]*)#([A-Za-z0-9][A-Za-z0-9.-]*)$/.exec(text)
  if (!match?.[1] || !match[2])
    throw new Error(`${text} is no FHIR package: write name#version, as in hl7.fhir.us.core#6.1.0.`)
  return { name: match[1], version: match[2] }
}

export const nameText = ({ name, version }: PackageName): string => `${name}#${version}`

/** The archive or folder of a package, from the first place that has this very version. */
export const findPackage = (
  wanted: PackageName,
  places: readonly string[],
  userFolder = join(homedir(), '.fhir', 'packages'),
): string | undefined =>
  [...places, userFolder].flatMap(place => inPlace(place, wanted) ?? [])[0] ?? fromNpm(wanted)

const inPlace = (place: string, wanted: PackageName): string | undefined => {
  if (!existsSync(place)) return undefined
  const { name, version } = wanted
  if (!statSync(place).isDirectory())
    return archiveNames(wanted).includes(basename(place)) ? place : undefined
  const archive = archiveNames(wanted)
    .map(file => join(place, file))
    .find(file => existsSync(file))
  return (
    archive ??
    [`${name}#${version}`, `${name}-${version}`, name, '.']
      .map(folder => join(place, folder))
      .find(folder => isPackage(folder, wanted))
  )
}

const archiveNames = ({ name, version }: PackageName): string[] => [
  `${name}-${version}.tgz`,
  `${name}#${version}.tgz`,
]

const isPackage = (folder: string, wanted: PackageName): boolean => {
  const inside = packageFolder(folder)
  if (inside === undefined) return false
  const manifest = manifestOf(JSON.parse(readFileSync(join(inside, 'package.json'), 'utf8')))
  return manifest?.name === wanted.name && manifest.version === wanted.version
}

const resolver = createRequire(import.meta.url)

const fromNpm = (wanted: PackageName): string | undefined => {
  try {
    const folder = dirname(resolver.resolve(`${wanted.name}/package.json`))
    return isPackage(folder, wanted) ? folder : undefined
  } catch {
    return undefined // not installed: one of several places that may have it
  }
}
