// Fills ${NAME} markers from the environment and `{ generated: name }` from tables; collects what is missing.
import type { Resource } from '../vocabulary/aidbox.ts'
import { usualPlanName } from '../vocabulary/brand.ts'
import type { BoxName } from '../vocabulary/operations.ts'
import type { ResourceFile } from './read-resources.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** What a marker stands for on one box: a fixed word, or the name of a setting. */
type Meaning = { word: string } | { setting: string }

const marker = /\$\{([A-Z][A-Z0-9_]*)\}/g

/** Markers that mean another setting on each box, so that one file serves both. */
const meaningOf = (name: string, box: BoxName): Meaning => {
  if (name === 'BOX') return { word: box }
  const perBox = ['BOX_URL', 'APP_SECRET', 'CLIENT_SECRET', 'CONSENT_SECRET']
  return { setting: perBox.includes(name) ? `${box.toUpperCase()}_${name}` : name }
}

/** What a setting is where nobody has set it; the others have to be set. */
const usual: Readonly<Record<string, string>> = { BRAND_NAME: usualPlanName }

/** Names of the settings that the markers of a value stand for. */
export const settingsIn = (value: unknown, box: BoxName): string[] =>
  strings(value)
    .flatMap(text => [...text.matchAll(marker)].map(([, name = '']) => meaningOf(name, box)))
    .flatMap(meaning => ('setting' in meaning ? [meaning.setting] : []))

/** Settings without a value, each with the files that want it. */
export const missingSettings = (
  files: readonly ResourceFile[],
  box: BoxName,
  env: Environment,
): Map<string, string[]> => {
  const missing = new Map<string, string[]>()
  for (const { file, resource } of files)
    for (const setting of new Set(settingsIn(resource, box)))
      if (!env[setting] && !usual[setting])
        missing.set(setting, [...(missing.get(setting) ?? []), file])
  return missing
}

/** The resource with every marker filled; call it after `missingSettings` found none. */
export const fillMarkers = (
  { file, resource }: ResourceFile,
  box: BoxName,
  env: Environment,
  generated: Readonly<Record<string, () => unknown>>,
): Resource & { id: string } => {
  const fillText = (text: string): string =>
    text.replaceAll(marker, (_, name: string) => {
      const meaning = meaningOf(name, box)
      const value =
        'word' in meaning ? meaning.word : env[meaning.setting] || usual[meaning.setting]
      if (!value) throw new Error(`${file}: no value for ${name}`)
      return value
    })
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') return fillText(value)
    if (Array.isArray(value)) return value.map(fill)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value)
    const [first] = entries
    if (entries.length === 1 && first?.[0] === 'generated') {
      const make = generated[String(first[1])]
      if (!make) throw new Error(`${file}: nothing generates ${String(first[1])}`)
      return make()
    }
    return Object.fromEntries(entries.map(([key, inner]) => [key, fill(inner)]))
  }
  return Object.assign(
    { resourceType: resource.resourceType, id: fillText(resource.id) },
    ...Object.entries(resource)
      .filter(([key]) => key !== 'resourceType' && key !== 'id')
      .map(([key, value]) => ({ [key]: fill(value) })),
  )
}

const strings = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(strings)
}
