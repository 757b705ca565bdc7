// What has come up and what is still loading, for /health and the terminal.

export type PartState = 'starting' | 'ready' | 'loading' | 'failed' | 'elsewhere'

export interface Part {
  name: string
  state: PartState
  detail?: string
}

export interface Progress {
  set(name: string, state: PartState, detail?: string): void
  /** `ready` as soon as nothing is starting or failed; loading goes on behind it. */
  report(): { ready: boolean; parts: Part[] }
}

export const openProgress = (changed: (part: Part) => void = () => {}): Progress => {
  const parts = new Map<string, Part>()
  return {
    set: (name, state, detail) => {
      const part = { name, state, ...(detail ? { detail } : {}) }
      parts.set(name, part)
      changed(part)
    },
    report: () => {
      const all = [...parts.values()]
      return {
        ready:
          all.length > 0 && all.every(({ state }) => state !== 'starting' && state !== 'failed'),
        parts: all,
      }
    },
  }
}
