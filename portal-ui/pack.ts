// Packs what a build made once, so that no request has to: every text file beside itself as brotli and gzip.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)]

/** Below this, packing gains less than a packet. */
const least = 1_000

/** Packs the scripts, styles and pictures of a folder. */
export const packAssets = async (folder: string): Promise<void> => {
  const names = (await readdir(folder)).filter(name => /\.(js|css|svg|json)$/.test(name))
  for (const name of names) {
    const content = await readFile(join(folder, name))
    if (content.length < least) continue
    const [small, smaller] = await Promise.all([
      zip(content, { level: 9 }),
      // 9 of 11: nearly as small, and the first start does not wait for it.
      brotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    ])
    await writeFile(join(folder, `${name}.gz`), small)
    await writeFile(join(folder, `${name}.br`), smaller)
  }
}
