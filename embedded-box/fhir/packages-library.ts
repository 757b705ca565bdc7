// Definitions by canonical URL over all packages that are there; each is read from its pack when first asked for.
import type { Definition } from './packages-definition.ts'
import { type Pack, type PackEntry, readDefinition } from './packages-pack.ts'

/** A definition and the package it came from: what it refers to is looked up from there. */
export interface Found<D extends Definition = Definition> {
  definition: D
  pack: Pack
}

interface Place {
  entry: PackEntry
  pack: Pack
}

export interface Library {
  packs: readonly Pack[]
  /**
   * What a canonical names, as seen from a package: its own first, then those it depends on, then the others as configured.
   * With `|version` only that version, or the newest that begins with it.
   */
  find<K extends Definition['resourceType']>(
    kind: K,
    canonical: string,
    from?: Pack,
  ): Found<Extract<Definition, { resourceType: K }>> | undefined
  /** True when a package that `from` depends on is not there. */
  lacks(from: Pack, dependency: RegExp): boolean
}

/** A library of packs; the first pack is the first choice where nothing else decides. */
export const openLibrary = (packs: readonly Pack[]): Library => {
  const places = new Map<string, Place[]>()
  for (const pack of packs)
    for (const entry of pack.entries) {
      const key = `${entry.kind} ${entry.url}`
      const known = places.get(key)
      if (known) known.push({ entry, pack })
      else places.set(key, [{ entry, pack }])
    }
  const read = new Map<PackEntry, Definition>()
  const nearness = new Map<Pack, ReadonlyMap<Pack, number>>()

  const near = (from: Pack): ReadonlyMap<Pack, number> => {
    const known = nearness.get(from)
    if (known) return known
    const found = distances(from, packs)
    nearness.set(from, found)
    return found
  }

  const choose = (candidates: readonly Place[], from: Pack | undefined): Place | undefined => {
    if (candidates.length < 2 || !from) return candidates[0]
    const far = near(from)
    const distance = ({ pack }: Place) => far.get(pack) ?? packs.length + packs.indexOf(pack)
    return candidates.toSorted((one, other) => distance(one) - distance(other))[0]
  }

  return {
    packs,
    find: (kind, canonical, from) => {
      const [url = '', version] = canonical.split('|')
      const all = places.get(`${kind} ${url}`) ?? []
      const place = choose(version === undefined ? all : ofVersion(all, version), from)
      if (!place) return undefined
      // large definitions are compiled once and need not stay
      const definition = read.get(place.entry) ?? readDefinition(place.pack, place.entry)
      if (place.entry.length < 2_000) read.set(place.entry, definition)
      return isKind(kind, definition) ? { definition, pack: place.pack } : undefined
    },
    lacks: (from, dependency) =>
      [...near(from).keys()].some(pack =>
        Object.entries(pack.dependencies).some(
          ([name]) => dependency.test(name) && !packs.some(each => each.name === name),
        ),
      ),
  }
}

const isKind = <K extends Definition['resourceType']>(
  kind: K,
  definition: Definition,
): definition is Extract<Definition, { resourceType: K }> => definition.resourceType === kind

const ofVersion = (places: readonly Place[], version: string): Place[] => {
  const exact = places.filter(({ entry }) => entry.version === version)
  if (exact.length > 0) return exact
  return places
    .filter(({ entry }) => entry.version?.startsWith(`${version.replace(/\.x$/, '')}.`))
    .toSorted((one, other) =>
      (other.entry.version ?? '').localeCompare(one.entry.version ?? '', 'en', { numeric: true }),
    )
}

/** How many steps of dependency each pack is away. */
const distances = (from: Pack, packs: readonly Pack[]): ReadonlyMap<Pack, number> => {
  const found = new Map([[from, 0]])
  for (const [pack, distance] of found)
    for (const [name, version] of Object.entries(pack.dependencies)) {
      const next = packs.find(each => each.name === name && each.version === version)
      if (next && !found.has(next)) found.set(next, distance + 1)
    }
  return found
}
