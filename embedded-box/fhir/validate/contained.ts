// Contained resources: not nested, without versions and labels, and referred to (dom-2 to dom-5).
import { isObject, type JsonObject } from '../../json.ts'
import { type Run, report, type Spot } from './run.ts'

/** Keys of the invariants that are judged here; txt-2 is the same expression as txt-1. */
export const judgedHere: ReadonlySet<string> = new Set([
  'dom-2',
  'dom-3',
  'dom-4',
  'dom-5',
  'txt-2',
])

/** Reports what is wrong with the way a resource contains others. */
export const checkContained = (run: Run, resource: JsonObject, spot: Spot): void => {
  const all = Array.isArray(resource.contained) ? resource.contained : []
  if (all.length === 0) return
  const referred = new Set<string>()
  collectLocal(resource, referred)
  for (const [index, each] of all.entries()) {
    if (!isObject(each)) continue
    const at: Spot = { up: spot, name: 'contained', index }
    const meta = isObject(each.meta) ? each.meta : {}
    const fault = (words: string) => report(run, at, 'invariant', words)
    if (each.contained !== undefined) fault('may not contain resources itself (dom-2).')
    if (meta.versionId !== undefined || meta.lastUpdated !== undefined)
      fault('may have no meta.versionId and no meta.lastUpdated (dom-4).')
    if (meta.security !== undefined) fault('may have no meta.security (dom-5).')
    const own = new Set<string>()
    collectLocal(each, own)
    if (!referred.has(`#${each.id}`) && !own.has('#'))
      fault('is referred to by nothing in the resource (dom-3).')
  }
}

const collectLocal = (value: unknown, found: Set<string>): void => {
  if (typeof value === 'string') {
    if (value.startsWith('#')) found.add(value)
  } else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) collectLocal(each, found)
}
