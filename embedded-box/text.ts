// The text of an answer: whole, or in pieces. A long one is joined once only, as bytes on their way out.

/** Pieces are meant to follow each other with nothing between. */
export type Text = string | readonly string[]

/** As one string. */
export const joined = (text: Text): string => (typeof text === 'string' ? text : text.join(''))

/** Its pieces. */
export const pieces = (text: Text): readonly string[] => (typeof text === 'string' ? [text] : text)

/** How many characters it has; of bytes it may have more. */
export const lengthOf = (text: Text): number => {
  let length = 0
  for (const piece of pieces(text)) length += piece.length
  return length
}

/** As UTF-8. Counting the bytes first would cost as much as writing them, so room is guessed: most texts are ASCII. */
export const bytesOf = (text: Text): Buffer => {
  const length = lengthOf(text)
  return (
    written(text, length + Math.ceil(length / 16) + longestCharacter) ??
    Buffer.from(joined(text), 'utf8')
  )
}

const longestCharacter = 4 // bytes

/** Undefined when the room may have been too little. */
const written = (text: Text, room: number): Buffer | undefined => {
  const bytes = Buffer.allocUnsafe(room)
  let at = 0
  for (const piece of pieces(text)) {
    at += bytes.write(piece, at)
    if (room - at < longestCharacter) return undefined
  }
  return bytes.subarray(0, at)
}
