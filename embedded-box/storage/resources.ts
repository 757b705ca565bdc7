// Read and write resources as ready JSON text: the store that the box's own rooms use, below access control.
import type { Resource } from '../../vocabulary/aidbox.ts'
import type { Sql } from './sql.ts'

/** One version of a resource. `text` is FHIR-format JSON with `id` and `meta` (versionId, lastUpdated) inside. */
export interface StoredVersion {
  type: string
  id: string
  /** The box's transaction number: grows with every change, not per resource. */
  version: string
  lastUpdated: string
  text: string
  deleted: boolean
}

/** A change that is committed. Heard in this process at once, in others within seconds. */
export interface Change {
  type: string
  id: string
  kind: 'create' | 'update' | 'delete'
}

export interface WriteOptions {
  /** Version (bare or ETag form) that must be current; BoxError 412 otherwise. `*`: must exist. */
  ifMatch?: string
  /** For create: fail 409 when the id exists (default). */
  tx?: Sql
}

export interface Resources {
  /** The current version, also when it is a deletion; undefined when there never was one. */
  read(type: string, id: string, tx?: Sql): Promise<StoredVersion | undefined>
  /** The current resource parsed; undefined when absent or deleted. */
  get<R extends Resource>(
    type: R['resourceType'],
    id: string,
    tx?: Sql,
  ): Promise<(R & { id: string }) | undefined>
  /** Search by the table's parameters, no access control; parsed, at most 1000. For the box's own needs (Session by user, Grant by client). */
  find<R extends Resource>(
    type: R['resourceType'],
    query: Record<string, string>,
    tx?: Sql,
  ): Promise<(R & { id: string })[]>
  /** Stores a new resource (its id, or a fresh one). 409 when the id exists. */
  create(resource: Resource, options?: WriteOptions): Promise<StoredVersion>
  /** Creates or replaces by id. An unchanged body makes no new version. */
  update(
    resource: Resource & { id: string },
    options?: WriteOptions,
  ): Promise<StoredVersion & { created: boolean }>
  /** Undefined when it was not there. */
  remove(type: string, id: string, options?: WriteOptions): Promise<StoredVersion | undefined>
  /** One transaction for several of the above: pass `tx` on. Changes are announced after the commit. */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>
  /** Committed changes, from this process and (LISTEN/NOTIFY) others. Returns how to stop. */
  onChange(heard: (changes: readonly Change[]) => void): () => void
}
