// Loads the demo's records and directory into the production box, behind the start, a transaction at a time.
import { Pool } from 'undici'
import { demoRecords, makeDirectory } from '../synthea/index.ts'
import type { Resource } from '../vocabulary/aidbox.ts'
import type { Progress } from './progress.ts'

const perTransaction = 200

/**
 * Puts every resource under its stable id; a part whose last resource is there was loaded before and is skipped, so a
 * killed process goes on where it was. `root` is the box's root client (Basic).
 */
export const loadDemoData = async (
  box: { url: string; root: { id: string; secret: string } },
  today: string,
  progress: Progress,
  stopped: AbortSignal,
): Promise<void> => {
  const pool = new Pool(new URL(box.url).origin, { connections: 2 })
  const authorization = `Basic ${Buffer.from(`${box.root.id}:${box.root.secret}`).toString('base64')}`
  const ask = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<number> => {
    const answer = await pool.request({
      method,
      path,
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
    return answer.statusCode
  }
  try {
    for (const [name, make] of [
      ['member records', () => demoRecords({ today })],
      ['provider directory', () => makeDirectory({ today })],
    ] as const) {
      const parts = chunks(make())
      for (const [index, part] of parts.entries()) {
        if (stopped.aborted) return
        progress.set(name, 'loading', `part ${index + 1} of ${parts.length}`)
        const last = part.at(-1)
        if (last && (await ask('GET', `/fhir/${last.resourceType}/${last.id}`)) === 200) continue
        await ask('POST', '/fhir', transaction(part))
      }
      progress.set(name, 'ready')
    }
  } catch (error) {
    if (!stopped.aborted)
      progress.set(
        'demo data',
        'loading',
        `stopped: ${error instanceof Error ? error.message : error}`,
      )
    if (!stopped.aborted) throw error
  } finally {
    await pool.close()
  }
}

const chunks = (resources: readonly Resource[]): Resource[][] => {
  const parts: Resource[][] = []
  for (let index = 0; index < resources.length; index += perTransaction)
    parts.push(resources.slice(index, index + perTransaction))
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
