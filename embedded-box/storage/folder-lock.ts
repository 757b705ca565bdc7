// A lock on a data folder: PGlite has none, and two processes on one folder destroy it.
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { codeOf } from './failures.ts'

/** Takes the lock or throws, naming the folder and who holds it. Returns how to give it back. */
export const lockFolder = (folder: string): (() => void) => {
  const file = `${folder}.lock`
  const mine = `${process.pid} ${startTime(process.pid)}`
  mkdirSync(dirname(file), { recursive: true })
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
    const holder = read(file)
    if (holder !== undefined && isAlive(holder))
      throw new Error(
        `The data folder ${folder} is in use by process ${holder.split(' ')[0]}. Stop that process, or choose another folder (DATA_DIR).`,
      )
    if (holder !== undefined) discard(file, holder)
  }
}

/** Removes the lock of a dead process; if another process was faster and it is its new one, puts that back. */
const discard = (file: string, holder: string): void => {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
    if (read(aside) !== holder) linkSync(aside, file)
    unlinkSync(aside)
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(codeOf(error) ?? '')) throw error
  }
}

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** A process id alone may have been given to somebody else since; its start time has not. */
const isAlive = (holder: string): boolean => {
  const [pid = '', started = ''] = holder.split(' ')
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
  return startTime(Number(pid)) === started
}

/** Clock ticks after boot at which a process started; empty where the system does not say (then the id decides). */
const startTime = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    // not Linux, or gone in between
    return ''
  }
}
