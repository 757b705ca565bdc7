// A plan's own name, logo, colour and sentences: one folder with brand.json and, if it likes, a logo; every fault is named.
import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { type Brand, contrastWithWhite } from '../src/brand.ts'
import { en } from '../src/language/en.ts'
import { sentenceAt } from '../src/language/own-words.ts'

/** A brand as the portals' server serves it. */
export interface ServedBrand {
  brand: Brand
  logo?: { type: string; content: Buffer }
}

/** The folder cannot be used as it is; one line each, with the way out. */
export class BrandError extends Error {
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.name = 'BrandError'
    this.faults = faults
  }
}

const pictures: Record<string, string> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
}
const largestLogo = 200_000
const fields = ['name', 'logo', 'color', 'contact', 'texts']
/** Below this, white words on the colour are hard to read (WCAG 2.2, 1.4.3). */
const leastContrast = 4.5

/** Reads and checks a folder; throws a BrandError that names every fault. */
export const readBrand = (folder: string): ServedBrand => {
  const faults: string[] = []
  const given = parsed(join(folder, 'brand.json'))
  for (const name of Object.keys(given))
    if (!fields.includes(name))
      faults.push(`brand.json: ${name} is not known; it may hold ${fields.join(', ')}.`)
  const text = (name: 'name' | 'logo' | 'color' | 'contact', most: number): string | undefined => {
    const value = given[name]
    if (value === undefined) return undefined
    if (typeof value === 'string' && value.trim() !== '' && value.length <= most)
      return value.trim()
    faults.push(`brand.json: ${name} must be a text of 1 to ${most} characters.`)
    return undefined
  }
  const name = text('name', 40)
  const color = text('color', 7)
  if (color !== undefined && !/^#[0-9a-f]{6}$/i.test(color))
    faults.push('brand.json: color must have the form #1f6175.')
  else if (color !== undefined && contrastWithWhite(color) < leastContrast)
    faults.push(
      `brand.json: white words on color ${color} are hard to read (contrast ${contrastWithWhite(color).toFixed(1)}, at least ${leastContrast}): choose a darker one.`,
    )
  const contact = text('contact', 300)
  if (contact !== undefined && !/^(https:\/\/|mailto:|tel:)\S+$/.test(contact))
    faults.push('brand.json: contact must begin with https://, mailto: or tel:.')
  const file = text('logo', 100)
  const logo = file === undefined ? undefined : logoOf(folder, file, faults)
  const texts = textsOf(given.texts, faults)
  if (faults.length > 0) throw new BrandError(faults)
  return {
    brand: {
      ...(name ? { name } : {}),
      ...(color ? { color: color.toLowerCase() } : {}),
      ...(contact ? { contact } : {}),
      ...(logo ? { logo: '/brand/logo' } : {}),
      ...(texts ? { texts } : {}),
    },
    ...(logo ? { logo } : {}),
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const parsed = (path: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (isObject(value)) return value
  } catch {
    throw new BrandError([
      `BRAND_DIR: ${path} is missing or is not JSON. Make it, or leave BRAND_DIR out.`,
    ])
  }
  throw new BrandError([`BRAND_DIR: ${path} must be a JSON object.`])
}

const logoOf = (folder: string, file: string, faults: string[]): ServedBrand['logo'] => {
  const type = pictures[extname(file).toLowerCase()]
  if (type === undefined || /[/\\]/.test(file)) {
    faults.push('brand.json: logo must be the name of an .svg, .png or .webp file beside it.')
    return undefined
  }
  try {
    const content = readFileSync(join(folder, file))
    if (content.length <= largestLogo) return { type, content }
    faults.push(`brand.json: the logo has ${content.length} bytes, at most ${largestLogo}.`)
  } catch {
    faults.push(`brand.json: the logo ${file} cannot be read: put it beside brand.json.`)
  }
  return undefined
}

const textsOf = (value: unknown, faults: string[]): Brand['texts'] => {
  if (value === undefined) return undefined
  if (!isObject(value)) {
    faults.push('brand.json: texts must hold en, es or both.')
    return undefined
  }
  const texts: { en?: Record<string, string>; es?: Record<string, string> } = {}
  for (const [language, sentences] of Object.entries(value)) {
    if ((language !== 'en' && language !== 'es') || !isObject(sentences)) {
      faults.push(`brand.json: texts.${language}: only en and es, each an object of sentences.`)
      continue
    }
    const own: Record<string, string> = {}
    for (const [path, sentence] of Object.entries(sentences)) {
      if (typeof sentence !== 'string' || sentence.trim() === '' || sentence.length > 600)
        faults.push(`brand.json: texts.${language}.${path} must be a text of 1 to 600 characters.`)
      else if (sentenceAt(en, path) === undefined)
        faults.push(
          `brand.json: texts.${language}.${path} is no sentence of the pages; their names stand in portal-ui/src/language/en.ts.`,
        )
      else own[path] = sentence
    }
    texts[language] = own
  }
  return texts
}
