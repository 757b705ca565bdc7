// A long text that never changes while the server runs, sent as small as the caller takes it; packed once.
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Request, Response } from 'express'

const packings = {
  br: (text: string) =>
    promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (text: string) => promisify(gzip)(text),
} as const

/** Sends the text; type and caching are the caller's. */
export const packedText = (
  text: string,
): ((request: Request, response: Response) => Promise<void>) => {
  const packed = new Map<keyof typeof packings, Promise<Buffer>>()
  const pack = (packing: keyof typeof packings): Promise<Buffer> => {
    const made = packed.get(packing) ?? packings[packing](text)
    packed.set(packing, made)
    return made
  }
  return async (request, response) => {
    response.vary('Accept-Encoding')
    const accepted = request.acceptsEncodings('br', 'gzip')
    if (accepted !== 'br' && accepted !== 'gzip') return void response.send(text)
    response.set('Content-Encoding', accepted).send(await pack(accepted))
  }
}
