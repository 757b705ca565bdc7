// A PDF says in which language its words are, so that they are read aloud as what they are.
import { inflateSync } from 'node:zlib'
import { PDFDocument, PDFName, PDFRawStream } from 'pdf-lib'
import { expect, test } from 'vitest'
import { newSheet } from './pdf-sheet.ts'

/** What the pages of a PDF draw. */
const drawnIn = async (file: PDFDocument): Promise<string> => {
  const read = await PDFDocument.load(await file.save({ useObjectStreams: false }))
  return read.context
    .enumerateIndirectObjects()
    .map(([, object]) => object)
    .filter(object => object instanceof PDFRawStream)
    .filter(stream => !stream.dict.has(PDFName.of('Subtype')))
    .map(stream => inflateSync(stream.getContents()).toString('latin1'))
    .join('\n')
}

const hex = (words: string) => Buffer.from(words, 'latin1').toString('hex').toUpperCase()

test('names that a provider wrote in English are marked as English in a Spanish PDF, our own words are not', async () => {
  const file = await PDFDocument.create()
  const sheet = await newSheet(file)
  sheet.row('14 mar 2026', { text: 'Asthma', lang: 'en' }, [{ text: 'Activo' }])
  const drawn = await drawnIn(file)
  const marked = [...drawn.matchAll(/\/Span <<\/Lang <FEFF0065006E>>> BDC([\s\S]*?)EMC/g)]
  expect(marked.map(([, inside]) => inside?.includes(hex('Asthma')))).toEqual([true])
  expect(drawn).toContain(hex('Activo'))
  expect(marked.join()).not.toContain(hex('Activo'))
})
