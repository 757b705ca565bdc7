// Takes a bundle's entries out of its file one after the other, a piece of the file at a time: files may be larger than
// what fits into one string.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

export interface EntryStream {
  /** The text of each entry. */
  entries: Generator<string>
  /** The bundle without them, as text; known when the entries are used up. */
  rest(): string
}

const byte = (character: string): number => character.charCodeAt(0)
const quote = byte('"')
const backslash = byte('\\')
const comma = byte(',')
const opening = new Set([byte('{'), byte('[')])
const closing = new Set([byte('}'), byte(']')])
const brace = byte('{')

/** Opens the file at once, reads as entries are asked for, and closes it behind the last one. */
export const streamEntries = (
  path: string,
  onProgress: (read: number, size: number) => void = () => {},
  pieceSize = 1 << 20,
): EntryStream => {
  const file = openSync(path, 'r')
  const rest: Buffer[] = []
  const read = function* () {
    try {
      yield* splitEntries(pieces(file, pieceSize, onProgress), part => rest.push(part))
    } finally {
      closeSync(file)
    }
  }
  return { entries: read(), rest: () => Buffer.concat(rest).toString('utf8') }
}

const pieces = function* (
  file: number,
  size: number,
  onProgress: (read: number, size: number) => void,
): Generator<Buffer> {
  const all = fstatSync(file).size
  for (let done = 0; ; ) {
    const piece = Buffer.allocUnsafe(size)
    const count = readSync(file, piece, 0, size, null)
    if (count === 0) return
    done += count
    onProgress(done, all)
    yield piece.subarray(0, count)
  }
}

// Knows of JSON only strings and depth; whether a text is JSON is found out when it is parsed.
const splitEntries = function* (
  input: Iterable<Buffer>,
  keep: (part: Buffer) => void,
): Generator<string> {
  let depth = 0
  let inString = false
  let escaped = false
  let key: Buffer[] = []
  let name = ''
  let inEntries = false
  let entry: Buffer[] | undefined

  for (const piece of input) {
    // Where what is being collected begins in this piece: an entry, or what is beside the entries.
    let from = 0
    const flush = (to: number) => {
      if (to > from) (entry ? (part: Buffer) => entry?.push(part) : keep)(piece.subarray(from, to))
      from = to
    }
    for (let at = 0; at < piece.length; at++) {
      const value = piece[at] ?? 0
      if (inString) {
        if (escaped) escaped = false
        else if (value === backslash) escaped = true
        else if (value === quote) {
          inString = false
          if (depth === 1) name = Buffer.concat(key).toString('utf8')
        }
        if (inString && depth === 1) key.push(piece.subarray(at, at + 1))
        continue
      }
      if (value === quote) {
        inString = true
        key = []
      } else if (opening.has(value)) {
        if (inEntries && depth === 2 && value === brace) {
          flush(at)
          entry = []
        }
        depth += 1
        if (depth === 2 && name === 'entry' && value !== brace) inEntries = true
      } else if (closing.has(value)) {
        depth -= 1
        if (entry && depth === 2) {
          flush(at + 1)
          yield Buffer.concat(entry).toString('utf8')
          entry = undefined
        } else if (inEntries && depth === 1) {
          inEntries = false
          name = ''
        }
      } else if (inEntries && depth === 2 && value === comma) {
        flush(at)
        from = at + 1 // the comma between two entries belongs to neither
      }
    }
    flush(piece.length)
  }
  if (entry) keep(Buffer.concat(entry)) // cut off in the middle: no JSON, and found out as such
}
