// One production box in a process of its own, as it is measured: it tells its parent where it listens, and ends with it.
import { startProductionBox } from '../tests/harness/one-box.ts'
import { benchResources } from './box/members.ts'

const [, , database = '', rootSecret = '', logFile = ''] = process.argv
const box = await startProductionBox({
  database: database.startsWith('postgres://')
    ? { kind: 'postgres', url: database }
    : { kind: 'pglite', folder: database },
  rootSecret,
  more: benchResources,
  logFile,
})
process.once('disconnect', async () => {
  await box.close()
  process.exit(0)
})
process.send?.({ url: box.url })
