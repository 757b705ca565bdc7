// One embedded box as a process of its own: configuration in a file that the first argument names; says when it listens.
import { readFileSync } from 'node:fs'
import pino from 'pino'
import { type BoxConfig, startBox } from '../../embedded-box/index.ts'

/** What own-box.ts writes for it. */
export interface BoxProcessFile {
  config: Omit<BoxConfig, 'log'>
  logFile: string
}

// The file was written a moment ago by own-box.ts: its shape is its type.
const { config, logFile }: BoxProcessFile = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
const log = pino({ base: undefined }, pino.destination({ dest: logFile, sync: true }))
const running = await startBox({ ...config, log })
process.stdout.write(`listening ${running.url}\n`)
process.once('SIGTERM', async () => {
  await running.close()
  process.exit(0)
})
