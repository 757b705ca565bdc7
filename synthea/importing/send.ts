// Sends prepared resources as one transaction, in halves when the box finds that too large, each put under its stable id.
import type { BundleEntry } from '../../vocabulary/aidbox.ts'
import { refusals } from './answers.ts'
import { BoxFault, type ImportBox } from './box.ts'
import { ImportFault } from './fault.ts'
import type { Prepared } from './prepare.ts'

type Placed = Omit<Prepared['resources'][number], 'claims'>

/** What is sent: resources in loading order, each with the place it came from. */
export interface Loading {
  file: string
  resources: readonly Placed[]
}

/** Sends everything; `onProgress` hears how many are done. Putting what is there already changes nothing. */
export const sendImport = async (
  box: ImportBox,
  prepared: Loading,
  onProgress: (done: number, parts: number) => void,
): Promise<void> => {
  let done = 0
  let parts = 0
  const send = async (resources: readonly Placed[]): Promise<void> => {
    const { status, body } = await box.ask('POST', '', transaction(resources))
    if (status === 413 && resources.length > 1) {
      const half = Math.ceil(resources.length / 2)
      await send(resources.slice(0, half))
      await send(resources.slice(half))
      return
    }
    if (status >= 400) throw refused(prepared, resources, status, body)
    done += resources.length
    parts += 1
    onProgress(done, parts)
  }
  await send(prepared.resources)
}

const transaction = (resources: readonly Placed[]) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: resources.map(
    ({ resource }): BundleEntry => ({
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    }),
  ),
})

const refused = (
  prepared: Loading,
  resources: readonly Placed[],
  status: number,
  body: unknown,
): Error => {
  if (status === 401 || status === 403) {
    return new BoxFault(
      `The box does not let this client write (${status}); check --client and the secret in --secret-env.`,
    )
  }
  const causes = refusals(body)
  const first = causes.find(({ index }) => index !== undefined)
  const culprit = first?.index === undefined ? undefined : resources[first.index]
  const said = causes.map(({ text }) => text).join('; ') || 'no reason given'
  return new ImportFault(
    culprit
      ? {
          file: culprit.file,
          entry: culprit.entry,
          resource: `${culprit.resource.resourceType}/${culprit.resource.id}`,
        }
      : { file: prepared.file },
    `the box refused it (${status}): ${said}. Nothing of this part was written.`,
  )
}
