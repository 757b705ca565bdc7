// A folder of generated data: one NDJSON file a type, one transaction bundle a record.

import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Resource } from '../../vocabulary/aidbox.ts'

export interface Folder {
  /** Adds a record: its bundle, and a line a resource. */
  write(name: string, resources: readonly Resource[]): Promise<void>
  /** Waits until everything is on disk and says how much there is. */
  close(): Promise<{ resources: number; files: number }>
}

/** Opens a folder that exists, with `bundles` in it. */
export const openFolder = (path: string): Folder => {
  const streams = new Map<string, WriteStream>()
  let [count, bundles] = [0, 0]

  const streamOf = (type: string): WriteStream => {
    const stream = streams.get(type) ?? createWriteStream(join(path, `${type}.ndjson`))
    streams.set(type, stream)
    return stream
  }

  return {
    write: async (name, resources) => {
      const lines = new Map<string, string[]>()
      const entries: string[] = []
      for (const resource of resources) {
        const { resourceType, id } = resource
        const text = JSON.stringify(resource)
        const own = lines.get(resourceType) ?? []
        own.push(text)
        lines.set(resourceType, own)
        entries.push(
          `{"resource":${text},"request":{"method":"PUT","url":"${resourceType}/${id}"}}`,
        )
      }
      for (const [type, texts] of lines) {
        const stream = streamOf(type)
        if (!stream.write(`${texts.join('\n')}\n`)) await once(stream, 'drain')
      }
      const bundle = `{"resourceType":"Bundle","type":"transaction","entry":[\n${entries.join(',\n')}\n]}\n`
      await writeFile(join(path, 'bundles', `${name}.json`), bundle)
      count += resources.length
      bundles += 1
    },
    close: async () => {
      await Promise.all(
        [...streams.values()].map(stream => {
          stream.end()
          return once(stream, 'finish')
        }),
      )
      return { resources: count, files: bundles + streams.size }
    },
  }
}
