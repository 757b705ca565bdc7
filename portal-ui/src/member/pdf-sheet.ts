// Letter paper for a PDF: lines that wrap, rows with a date, pages that follow by themselves.
import {
  endMarkedContent,
  type PDFDocument,
  type PDFFont,
  PDFHexString,
  PDFName,
  PDFOperator,
  PDFOperatorNames,
  type PDFPage,
  rgb,
  StandardFonts,
} from 'pdf-lib'

/** Words, and their language where it is not the document's. */
export interface Words {
  text: string
  lang?: string | undefined
}

export interface Sheet {
  title(words: string): void
  heading(words: string): void
  line(words: string, look?: { strong?: boolean; quiet?: boolean }): void
  /** A date at the left, beside it a title with lines below. */
  row(date: string, title: Words, below: readonly Words[]): void
  /** Writes a number on every page; last of all. */
  numberPages(words: (number: number, of: number) => string): void
}

const [width, height] = [612, 792]
const margin = 54
const dateWidth = 84
const ink = rgb(0.11, 0.13, 0.15)
const soft = rgb(0.33, 0.37, 0.41)

/** An empty sheet in the file. */
export const newSheet = async (file: PDFDocument): Promise<Sheet> => {
  const regular = await file.embedFont(StandardFonts.Helvetica)
  const bold = await file.embedFont(StandardFonts.HelveticaBold)
  let page: PDFPage = file.addPage([width, height])
  let y = height - margin

  const room = (needed: number) => {
    if (y - needed >= margin) return
    page = file.addPage([width, height])
    y = height - margin
  }
  const write = (
    words: string,
    { x = margin, size = 10, font = regular, color = ink, lang }: Partial<Look> = {},
  ) => {
    for (const part of wrapped(printable(words, font), font, size, width - margin - x)) {
      room(size * 1.4)
      y -= size * 1.4
      if (lang) page.pushOperators(spanIn(lang))
      page.drawText(part, { x, y, size, font, color })
      if (lang) page.pushOperators(endMarkedContent())
    }
  }
  return {
    title: words => write(words, { size: 20, font: bold }),
    heading: words => {
      room(70)
      y -= 16
      write(words, { size: 13, font: bold })
      y -= 4
    },
    line: (words, { strong = false, quiet = false } = {}) =>
      write(words, { font: strong ? bold : regular, color: quiet ? soft : ink }),
    row: (date, title, below) => {
      room(36)
      const top = y
      write(title.text, { x: margin + dateWidth, font: bold, lang: title.lang })
      // The title may have begun a page: the date stands beside its first line.
      const first = y < top ? top : height - margin
      page.drawText(printable(date, regular), {
        x: margin,
        y: first - 14,
        size: 10,
        font: regular,
        color: soft,
      })
      for (const { text, lang } of below)
        write(text, { x: margin + dateWidth, size: 9, color: soft, lang })
      y -= 5
    },
    numberPages: words => {
      const pages = file.getPages()
      for (const [index, one] of pages.entries())
        one.drawText(printable(words(index + 1, pages.length), regular), {
          x: margin,
          y: margin / 2,
          size: 8,
          font: regular,
          color: soft,
        })
    },
  }
}

interface Look {
  x: number
  size: number
  font: PDFFont
  color: ReturnType<typeof rgb>
  lang: string | undefined
}

/** Marks what follows as being in another language than the document (ISO 32000-1, 14.9.2). */
const spanIn = (lang: string): PDFOperator =>
  PDFOperator.of(PDFOperatorNames.BeginMarkedContentSequence, [
    PDFName.of('Span'),
    `<</Lang ${PDFHexString.fromText(lang).toString()}>>`,
  ])

/** What the standard fonts cannot draw is drawn as the nearest letter, or as a question mark. */
const printable = (words: string, font: PDFFont): string => {
  const known = new Set(font.getCharacterSet())
  const draws = (letter: string) => known.has(letter.codePointAt(0) ?? 0)
  return [...words.replaceAll(/\s+/g, ' ')]
    .map(letter => {
      if (draws(letter)) return letter
      const plain = letter.normalize('NFKD').replaceAll(/\p{Diacritic}/gu, '')
      return plain !== '' && [...plain].every(draws) ? plain : '?'
    })
    .join('')
}

const wrapped = (words: string, font: PDFFont, size: number, most: number): string[] => {
  const lines: string[] = []
  let line = ''
  for (const word of words.split(' ')) {
    const longer = line ? `${line} ${word}` : word
    if (font.widthOfTextAtSize(longer, size) <= most) line = longer
    else {
      if (line) lines.push(line)
      line = word
    }
  }
  return line ? [...lines, line] : lines
}
