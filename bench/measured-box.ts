// One production box in a process of its own, as it is measured: it tells its parent where it listens, and ends with it.
import { startProductionBox } from '../tests/harness/one-box.ts'
import { tokenCost } from '../tests/harness/token-cost.ts'
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
// What checking a token costs, asked in here: over HTTP it would drown in the request around it.
process.on('message', async (message: { checkToken?: string; times?: number }) => {
  if (message.checkToken)
    process.send?.(await tokenCost(box.box, message.checkToken, message.times))
})
process.send?.({ url: box.url })
