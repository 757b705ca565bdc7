// Faults put into the guides' own examples are found, each where it stands: chosen by seed, at least twenty of a kind.
import { describe, expect, test } from 'vitest'
import { field } from '../../json.ts'
import { examplesOf, guides, guidesValidator, snapshotsOf } from './guides.fixture.ts'
import { kinds, type Mutation, mutationsOf, seeded } from './mutations.fixture.ts'

const seed = 20_261_122
const ofEachKind = 20

/** The examples whose first profile is in their guide, with every fault they can carry. */
const allMutations = (): Mutation[] =>
  guides.flatMap(guide => {
    const snapshots = snapshotsOf(guide)
    return examplesOf(guide).flatMap(example => {
      const claims = field(field(example.resource, 'meta'), 'profile')
      const profile = Array.isArray(claims) ? String(claims[0]) : ''
      const snapshot = snapshots.get(profile.split('|')[0] ?? '')
      return snapshot ? mutationsOf(example, snapshot, profile) : []
    })
  })

const chosen = (): Map<string, Mutation[]> => {
  const random = seeded(seed)
  const all = allMutations()
  return new Map(
    kinds.map(kind => {
      const some = all.filter(each => each.kind === kind)
      const picked = some
        .map(mutation => ({ mutation, at: random() }))
        .sort((one, other) => one.at - other.at)
        .slice(0, ofEachKind)
      return [kind, picked.map(({ mutation }) => mutation)]
    }),
  )
}

describe.skipIf(guides.length === 0)('planted faults', () => {
  const planted = guides.length === 0 ? new Map<string, Mutation[]>() : chosen()

  test('there are at least 200 of them', () =>
    expect([...planted.values()].flat().length).toBeGreaterThanOrEqual(200))

  test.each(kinds)('%s: found where it stands', async kind => {
    const validator = await guidesValidator()
    const mutations = planted.get(kind) ?? []
    expect(mutations.length).toBeGreaterThan(0)
    const missed = mutations.filter(
      ({ resource, guide, profile, at }) =>
        !validator
          .validate(resource, { within: guide, profiles: [profile] })
          .some(
            ({ severity, expression }) =>
              severity === 'error' && expression?.some(path => path.startsWith(at)),
          ),
    )
    expect(missed.map(({ name, at }) => `${name} at ${at}`)).toEqual([])
  })
})
