// Loads the demo's records and directory into the production box: what is needed at once before the start is over, the
// rest of the directory and members in families behind it.
import { Pool } from 'undici'
import { demoRecords, familyMemberIds, makeDirectory, makeFamilies } from '../synthea/index.ts'
import type { Resource } from '../vocabulary/aidbox.ts'
import type { Progress } from './progress.ts'

const perTransaction = 200

/** Professionals that stand in the directory before the families come. */
const atOnce = 100

const seed = 'demo'

interface DemoBox {
  exists(path: string): Promise<boolean>
  /** Of these Patients those that are there. */
  patients(ids: readonly string[]): Promise<string[]>
  put(resources: readonly Resource[]): Promise<void>
}

export interface DemoData {
  /** The demo's people and the first professionals are there: without them nothing can be shown. */
  first: Promise<void>
  /** All the rest as well. */
  all: Promise<void>
}

/**
 * Puts every resource under its stable id; what is there already is skipped, so a killed process goes on where it was.
 * `root` is the box's root client (Basic); `members` is how many stand in families.
 */
export const loadDemoData = (
  box: { url: string; root: { id: string; secret: string } },
  wish: { today: string; members: number },
  progress: Progress,
  stopped: AbortSignal,
): DemoData => {
  const pool = new Pool(new URL(box.url).origin, { connections: 2 })
  const target = connect(pool, box.root)
  const { today } = wish
  const few = () => makeDirectory({ today, practitioners: atOnce })
  const loadFirst = async (): Promise<void> => {
    const before = { progress, stopped, until: 'starting' } as const
    await loadParts(target, 'member records', () => demoRecords({ today }), before)
    await loadParts(target, 'provider directory', few, before)
  }
  const loadRest = async (): Promise<void> => {
    const rest = () => withoutThose(makeDirectory({ today }), few())
    await loadParts(target, 'rest of the directory', rest, { progress, stopped, until: 'loading' })
    await loadFamilies(target, wish, progress, stopped)
  }
  const told = (error: unknown): void => {
    if (stopped.aborted) return
    const why = error instanceof Error ? error.message : error
    progress.set('demo data', 'failed', `${why}`)
    throw error
  }
  const first = loadFirst().catch(told)
  return {
    first,
    all: first
      .then(loadRest)
      .catch(told)
      .finally(() => pool.close()),
  }
}

const nameOf = ({ resourceType, id }: Resource): string => `${resourceType}/${id}`

const withoutThose = (all: readonly Resource[], there: readonly Resource[]): Resource[] => {
  const names = new Set(there.map(nameOf))
  return all.filter(each => !names.has(nameOf(each)))
}

// A part is one transaction: where its last resource is, all of it is.
const loadParts = async (
  box: DemoBox,
  name: string,
  make: () => Resource[],
  {
    progress,
    stopped,
    until,
  }: { progress: Progress; stopped: AbortSignal; until: 'starting' | 'loading' },
): Promise<void> => {
  const parts = chunks(make(), perTransaction)
  for (const [index, part] of parts.entries()) {
    if (stopped.aborted) return
    progress.set(name, until, `part ${index + 1} of ${parts.length}`)
    const last = part.at(-1)
    if (last && (await box.exists(`${nameOf(last)}`))) continue
    await box.put(part)
  }
  progress.set(name, 'ready')
}

// A member is one transaction, so that none is ever there in part.
const loadFamilies = async (
  box: DemoBox,
  wish: { today: string; members: number },
  progress: Progress,
  stopped: AbortSignal,
): Promise<void> => {
  const ids = familyMemberIds({ seed, ...wish })
  const there = new Set<string>()
  for (const some of chunks(ids, perTransaction)) {
    for (const id of await box.patients(some)) there.add(id)
  }
  let done = there.size
  for (const { resources } of makeFamilies({ seed, ...wish }, id => there.has(id))) {
    if (stopped.aborted) return
    progress.set('families', 'loading', `member ${done + 1} of ${wish.members}`)
    await box.put(resources)
    done += 1
  }
  progress.set('families', 'ready', `${done} members`)
}

const connect = (pool: Pool, root: { id: string; secret: string }): DemoBox => {
  const authorization = `Basic ${Buffer.from(`${root.id}:${root.secret}`).toString('base64')}`
  const ask = async (method: 'GET' | 'POST', path: string, body?: unknown) => {
    const answer = await pool.request({
      method,
      path: `/fhir${path}`,
      headers: {
        authorization,
        accept: 'application/fhir+json',
        ...(body ? { 'content-type': 'application/fhir+json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await answer.body.text()
    if (answer.statusCode >= 400 && answer.statusCode !== 404 && answer.statusCode !== 410)
      throw new Error(
        `The production box refused demo data: ${answer.statusCode} ${text.slice(0, 500)}`,
      )
    return { status: answer.statusCode, text }
  }
  return {
    exists: async path => (await ask('GET', `/${path}`)).status === 200,
    patients: async ids => {
      const path = `/Patient?_id=${ids.join(',')}&_elements=id&_count=${ids.length}`
      const { text } = await ask('GET', path)
      const bundle: { entry?: { resource: { id: string } }[] } = JSON.parse(text)
      return (bundle.entry ?? []).map(({ resource }) => resource.id)
    },
    put: async resources => {
      await ask('POST', '', transaction(resources))
    },
  }
}

const chunks = <T>(all: readonly T[], size: number): T[][] => {
  const parts: T[][] = []
  for (let index = 0; index < all.length; index += size) parts.push(all.slice(index, index + size))
  return parts
}

const transaction = (resources: readonly Resource[]) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: resources.map(resource => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  })),
})
