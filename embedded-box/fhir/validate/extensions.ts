// Extensions: which definition one has, and whether it may stand where it stands.
import { isObject, text } from '../../json.ts'
import type { Invariants } from './invariants.ts'
import type { Element, Profile, Profiles } from './profile.ts'
import { type Item, type Run, report, reportUnknown, type Spot } from './run.ts'

/** What holds an extension: an element and its type, or a resource. */
export interface Holder {
  element: Element
  type: string
  value: unknown
  spot: Spot
  isResource: boolean
}

/** The definition of an extension's url, when a package has it; unknown ones are said to be unknown. */
export const extensionProfile = (
  run: Run,
  profiles: Profiles,
  from: Element,
  { value, spot }: Item,
): Profile | undefined => {
  const url = text(value, 'url')
  // parts of a complex extension have short names, which its own definition explains
  if (url === undefined || !/^[a-z][a-z0-9+.-]*:/i.test(url)) return undefined
  const found =
    profiles.find(url, from.profile.pack) ?? (run.from ? profiles.find(url, run.from) : undefined)
  if (!found) {
    reportUnknown(run, spot, `the extension ${url} is not known to this box`)
    return undefined
  }
  if (found.type === 'Extension') return found
  report(run, spot, 'extension', `${url} is the definition of ${found.type}, not of an extension.`)
  return undefined
}

/** Reports an extension that its definition does not allow here. */
export const checkContext = (
  run: Run,
  invariants: Invariants,
  extension: Profile,
  holder: Holder,
  { value, spot }: Item,
): void => {
  const contexts = extension.context ?? []
  if (contexts.length === 0) return
  const fits = contexts.some(({ type, expression }) => {
    if (type === 'fhirpath')
      return invariants.select(expression, run.inside.resource).includes(holder.value)
    if (type === 'extension') return text(holder.value, 'url') === expression
    return isElement(expression, holder)
  })
  if (!fits) {
    const allowed = contexts.map(({ expression }) => expression).join(', ')
    report(run, spot, 'extension', `${extension.url} may stand on ${allowed}, not here.`)
  }
  for (const expression of extension.contextInvariant)
    if (
      invariants.judge(expression, holder.isResource ? '' : holder.type)(run, holder.value) ===
      false
    )
      report(run, spot, 'extension', `${extension.url} does not fit here: ${expression}`)
  if (!isObject(value)) report(run, spot, 'structure', 'must be an object (Extension).')
}

const isElement = (expression: string, holder: Holder): boolean => {
  const path = expression.replace(/^.*#/, '').replace(/:[^.]+/g, '')
  const { element, type, isResource } = holder
  if (path === type) return true
  if (path === 'Element') return true
  if (isResource) return path === 'Resource' || path === 'DomainResource'
  if (path === element.definition.path || path === basePath(element)) return true
  if (path === 'BackboneElement') return type === 'BackboneElement'
  if (path === 'Quantity' && quantities.has(type)) return true
  return withChoices(path) === pathFromRoot(holder.spot)
}

const quantities = new Set(['Age', 'Count', 'Distance', 'Duration', 'Quantity'])

const basePath = ({ definition }: Element): string | undefined => definition.base?.path

const withChoices = (path: string): string => path.replaceAll('[x]', '')

/** Names from the resource down, without positions; `value` for a choice, as its definition is named. */
const pathFromRoot = (spot: Spot): string => {
  const own = spot.name.replace(/\.ofType\(.*\)$/, '')
  return spot.up ? `${pathFromRoot(spot.up)}.${own}` : own
}
