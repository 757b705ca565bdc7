// Files and settings → one transaction a box, in the order in which a box can take them.
import type { Bundle, BundleEntry, Resource } from '../vocabulary/aidbox.ts'
import type { BoxName } from '../vocabulary/operations.ts'
import { attributeFaults } from './check-attributes.ts'
import { directorySearchSchema } from './directory-schema.ts'
import { type Environment, fillMarkers, missingSettings, settingsIn } from './markers.ts'
import {
  type ResourceFile,
  readBoxResources,
  readDemoResources,
  readPolicies,
} from './read-resources.ts'

export interface BundleOptions {
  /** `demo` adds the demo people and the sample app; `production` refuses everything that belongs to them. */
  mode: 'demo' | 'production'
  /** On licensed Aidbox what is not verified there is left out. */
  kind?: 'embedded' | 'aidbox'
  /** What `npm run verify:aidbox` has passed on those boxes. */
  verified?: readonly Verifiable[]
}

/** Promises of ours that Aidbox's documentation leaves open. */
export const verifiables = ['user', 'device', 'directory'] as const
export type Verifiable = (typeof verifiables)[number]

const boxes = ['sandbox', 'production'] as const

const order = [
  'StructureDefinition',
  'SearchParameter',
  'CompartmentDefinition',
  'AuthConfig',
  'Client',
  'App',
]
const generated = { 'directory-search-schema': directorySearchSchema }

/** Settings that a box's files want and do not have, and demo values that production refuses. */
export const settingFaults = (env: Environment, options: BundleOptions): string[] => {
  const wanted = new Map<string, Set<string>>()
  const leftovers = new Set<string>()
  for (const box of boxes) {
    const { lasting, policies, demo } = readFiles(box, options)
    const files = [...lasting, ...policies, ...demo]
    for (const [setting, wanting] of missingSettings(files, box, env))
      wanted.set(setting, new Set([...(wanted.get(setting) ?? []), ...wanting]))
    if (options.mode === 'production')
      for (const fault of demoLeftovers(files, box, env)) leftovers.add(fault)
  }
  return [
    ...[...wanted].map(
      ([setting, files]) => `${setting} is not set; wanted by ${[...files].join(', ')}`,
    ),
    ...leftovers,
  ]
}

/** The init bundle of one box; a field that Aidbox does not know is an error naming file and field. */
export const boxBundle = (box: BoxName, env: Environment, options: BundleOptions): Bundle => {
  const { lasting, policies, demo } = readFiles(box, options)
  const faults: string[] = []
  const fill = (file: ResourceFile) => {
    const resource = withheld(fillMarkers(file, box, env, generated), options)
    faults.push(...attributeFaults(resource).map(fault => `${file.file}: ${fault}`))
    return resource
  }
  const entries: BundleEntry[] = [
    ...lasting.map(file => put(fill(file))),
    { request: { method: 'POST', url: '$drop-cache' } },
    ...policies.map(file => put({ ...fill(file), description: file.why })),
    ...demo.map(file => createOnce(fill(file))),
  ]
  if (faults.length > 0) throw new BundleError(faults)
  return { resourceType: 'Bundle', type: 'transaction', entry: entries }
}

/** Everything that keeps a bundle from being built, in one message. */
export class BundleError extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`The init bundle cannot be built:\n  ${faults.join('\n  ')}`)
    this.name = 'BundleError'
    this.faults = faults
  }
}

const readFiles = (box: BoxName, options: BundleOptions) => ({
  lasting: ordered(readBoxResources(box)),
  policies: readPolicies(box).filter(file => isOffered(file, options)),
  demo: options.mode === 'demo' ? readDemoResources(box) : [],
})

const put = (resource: Resource & { id: string }): BundleEntry => ({
  resource,
  request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
})

// Created once: a restart resets neither a password nor what people did to their app.
const createOnce = (resource: Resource & { id: string }): BundleEntry => ({
  resource,
  request: { method: 'POST', url: resource.resourceType, ifNoneExist: `_id=${resource.id}` },
})

const ordered = (files: readonly ResourceFile[]): ResourceFile[] => {
  const rank = ({ file, resource }: ResourceFile): number => {
    const index = order.indexOf(resource.resourceType)
    if (index === -1) throw new Error(`${file}: say in init-bundle/bundle.ts when it is loaded`)
    return index
  }
  return files.toSorted((a, b) => rank(a) - rank(b))
}

/** The demo's password is no secret: nothing in production may be opened with it. */
const demoLeftovers = (
  files: readonly ResourceFile[],
  box: BoxName,
  env: Environment,
): string[] => [
  ...files
    .filter(({ resource }) => resource.id.startsWith('demo-') || resource.id === 'sample-app')
    .map(({ file }) => `${file}: belongs to the demo`),
  ...[...new Set(files.flatMap(({ resource }) => settingsIn(resource, box)))]
    .filter(setting => setting.endsWith('_SECRET') && env[setting]?.includes('plan-api-demo'))
    .map(setting => `${setting} has the demo's value; production needs a secret of its own`),
]

const isOffered = ({ resource }: ResourceFile, { kind, verified }: BundleOptions): boolean =>
  kind !== 'aidbox' ||
  !resource.id.endsWith('-provider-directory') ||
  (verified ?? []).includes('directory')

/** On licensed Aidbox, scopes whose narrowing is not proven there are not offered. */
const withheld = (
  resource: Resource & { id: string },
  { kind, verified = [] }: BundleOptions,
): Resource & { id: string } => {
  const { scope } = resource
  if (kind !== 'aidbox' || resource.resourceType !== 'Client' || !Array.isArray(scope))
    return resource
  const kept = scope.filter(
    text =>
      (verified.includes('user') || !String(text).startsWith('user/')) &&
      (verified.includes('device') || !String(text).includes('/Device.')),
  )
  return { ...resource, scope: kept }
}
