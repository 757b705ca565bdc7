// JSON text looked at before or after the parser: how deep it goes, and where it stops being JSON.

/** The deepest nesting of braces and brackets outside strings. */
export const nestingOf = (text: string): number => {
  let depth = 0
  let deepest = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) at = endOfString(text, at)
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth)
    else if (code === 0x7d || code === 0x5d) depth--
  }
  return deepest
}

const endOfString = (text: string, start: number): number => {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

/** Line and column (from 1) of the first character that JSON cannot have there. V8 does not always say. */
export const faultPosition = (text: string): { line: number; column: number } => {
  const before = text.slice(0, faultOffset(text)).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

const blank = /[ \t\r\n]*/y
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![A-Za-z0-9_.])/y
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

const after = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}

/** Where the string that begins here ends, or the first character in it that JSON does not allow. */
const stringEnd = (text: string, start: number): { end?: number; fault: number } => {
  let at = start + 1
  while (at < text.length) {
    if (text[at] === '"') return { end: at + 1, fault: at }
    if (text.charCodeAt(at) < 0x20) return { fault: at }
    const next = text[at] === '\\' ? after(escaped, text, at) : at + 1
    if (next < 0) return { fault: at }
    at = next
  }
  return { fault: at }
}

type Expect = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or end'

/** Walks the tokens with a stack of its own instead of recursion. */
const faultOffset = (text: string): number => {
  const stack: string[] = []
  let expect: Expect = 'value'
  let at = 0
  for (;;) {
    at = after(blank, text, at)
    const mark = text[at]
    const isValue: boolean = expect === 'value' || expect === 'value or ]'
    if (mark === '"' && (isValue || expect === 'key' || expect === 'key or }')) {
      const { end, fault } = stringEnd(text, at)
      if (end === undefined) return fault
      expect = isValue ? 'comma or end' : 'colon'
      at = end
      continue
    }
    if ((mark === '{' || mark === '[') && isValue) {
      stack.push(mark)
      expect = mark === '{' ? 'key or }' : 'value or ]'
    } else if (mark === ':' && expect === 'colon') expect = 'value'
    else if (mark === ',' && expect === 'comma or end' && stack.length > 0)
      expect = stack.at(-1) === '{' ? 'key' : 'value'
    else if (mark !== undefined && closes(mark, stack.at(-1), expect)) {
      stack.pop()
      expect = 'comma or end'
    } else {
      const end: number = isValue ? after(scalar, text, at) : -1
      if (end < 0) return at
      expect = 'comma or end'
      at = end
      continue
    }
    at += 1
  }
}

const closes = (mark: string, open: string | undefined, expect: Expect): boolean =>
  (mark === '}' && open === '{' && (expect === 'key or }' || expect === 'comma or end')) ||
  (mark === ']' && open === '[' && (expect === 'value or ]' || expect === 'comma or end'))
