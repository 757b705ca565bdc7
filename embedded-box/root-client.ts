// The client that the box itself is started with, as Aidbox makes it from BOX_ROOT_CLIENT_SECRET: Basic, full access.
import type { Client } from '../vocabulary/aidbox.ts'
import type { Box } from './box.ts'
import { prepareSystemResource } from './system-resources.ts'

/** Writes Client/root with the secret that is configured; without one there is no root. */
export const seedRoot = async (box: Box): Promise<void> => {
  const { rootSecret } = box.config
  if (rootSecret === undefined) {
    await box.resources.remove('Client', 'root')
    return
  }
  const previous = await box.resources.get<Client>('Client', 'root')
  const root = await prepareSystemResource(
    box,
    {
      resourceType: 'Client',
      id: 'root',
      active: true,
      grant_types: ['basic'],
      secret: rootSecret,
    },
    previous,
  )
  await box.resources.update({ ...root, id: 'root' })
}
