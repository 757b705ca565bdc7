// A progress bar on a terminal; silent where nobody looks.

/** What a bar is drawn on: process.stderr, or what looks like it. */
export interface Terminal {
  isTTY: boolean
  write(text: string): unknown
}

export interface Bar {
  show(done: number): void
  end(): void
}

const width = 40

/** Draws on the terminal, at most once for each percent. */
export const openBar = (terminal: Terminal, all: number): Bar => {
  let shown = -1
  return {
    show: done => {
      const percent = all === 0 ? 100 : Math.floor((done / all) * 100)
      if (!terminal.isTTY || percent === shown) return
      shown = percent
      terminal.write(`\r${barOf(percent)} ${done} of ${all} members`)
    },
    end: () => {
      if (terminal.isTTY && shown >= 0) terminal.write('\n')
    },
  }
}

/** `[####----]  50 %` */
export const barOf = (percent: number): string => {
  const full = Math.round((percent / 100) * width)
  return `[${'#'.repeat(full)}${'-'.repeat(width - full)}] ${String(percent).padStart(3)} %`
}
