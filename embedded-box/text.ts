// The text of an answer: whole, or in pieces. A long one is joined once only, as bytes on their way out.

/** Pieces are meant to follow each other with nothing between. */
export type Text = string | readonly string[]

/** As one string. */
export const joined = (text: Text): string => (typeof text === 'string' ? text : text.join(''))

/** Its pieces. */
export const pieces = (text: Text): readonly string[] => (typeof text === 'string' ? [text] : text)

/** How many bytes of UTF-8 it is. */
export const bytesIn = (text: Text): number => {
  if (typeof text === 'string') return Buffer.byteLength(text)
  let bytes = 0
  for (const piece of text) bytes += Buffer.byteLength(piece)
  return bytes
}

/** As UTF-8, when it is already known how many bytes that makes. */
export const bytesOf = (text: Text, length: number): Buffer => {
  const bytes = Buffer.allocUnsafe(length)
  let at = 0
  for (const piece of pieces(text)) at += bytes.write(piece, at)
  return bytes
}
