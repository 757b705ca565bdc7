// Sessions, Clients, Users and Grants in memory, so that checking a token costs no query and a revocation counts at once.
import type { Client, Grant, Resource, Session, Stored, User } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'

type Kept<R extends Resource> = R & { id: string; meta: Stored['meta'] }

interface Memory<R> {
  get(id: string): Promise<R | undefined>
  forget(id: string): void
}

export interface Lookups {
  Session: Memory<Kept<Session>>
  Client: Memory<Kept<Client>>
  User: Memory<Kept<User>>
  Grant: Memory<Kept<Grant>>
}

const atMost = 10_000
const boxes = new WeakMap<Box, Lookups>()

/** The memory of one box; a change announced by the store, here or in another process, forgets the resource. */
export const lookupsOf = (box: Box): Lookups => {
  const known = boxes.get(box)
  if (known) return known
  const made: Lookups = {
    Session: memory<Session>(box, 'Session'),
    Client: memory<Client>(box, 'Client'),
    User: memory<User>(box, 'User'),
    Grant: memory<Grant>(box, 'Grant'),
  }
  boxes.set(box, made)
  box.resources.onChange(changes => {
    for (const { type, id } of changes) if (isKept(type)) made[type].forget(id)
  })
  return made
}

const isKept = (type: string): type is keyof Lookups =>
  type === 'Session' || type === 'Client' || type === 'User' || type === 'Grant'

// The promise itself is kept: a change that arrives while it loads drops it, and the next caller asks again.
const memory = <R extends Resource>(box: Box, type: R['resourceType']): Memory<Kept<R>> => {
  const kept = new Map<string, Promise<Kept<R> | undefined>>()
  const load = async (id: string): Promise<Kept<R> | undefined> => {
    const resource = await box.resources.get<R>(type, id)
    const versionId = resource?.meta?.versionId
    return resource && versionId
      ? { ...resource, meta: { ...resource.meta, versionId } }
      : undefined
  }
  const keep = (id: string): Promise<Kept<R> | undefined> => {
    const asked = load(id)
    kept.set(id, asked)
    const [oldest] = kept.keys()
    if (kept.size > atMost && oldest !== undefined) kept.delete(oldest)
    // What is not there is not kept (ids come from outside), and neither is a failed read.
    const forget = () => kept.get(id) === asked && kept.delete(id)
    asked.then(resource => resource === undefined && forget(), forget)
    return asked
  }
  return { get: id => kept.get(id) ?? keep(id), forget: id => void kept.delete(id) }
}
