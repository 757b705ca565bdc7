// A plan's own name, logo, colour and sentences: what is taken, what is refused, and what the portals then serve.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { contrastWithWhite, shadesOf } from '../src/brand.ts'
import { BrandError, readBrand } from './brand.ts'
import { startPortals } from './index.ts'

const made: string[] = []
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true })
})

const folderWith = (brand: unknown, files: Record<string, string | Buffer> = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), 'brand-'))
  made.push(folder)
  writeFileSync(
    join(folder, 'brand.json'),
    typeof brand === 'string' ? brand : JSON.stringify(brand),
  )
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}
const faultsOf = (brand: unknown, files = {}): readonly string[] => {
  try {
    readBrand(folderWith(brand, files))
    return []
  } catch (error) {
    if (error instanceof BrandError) return error.faults
    throw error
  }
}

test('name, logo, colour, contact and sentences are served with the configuration', async () => {
  const brand = readBrand(
    folderWith(
      {
        name: 'Lakeside & Sons <Health>',
        logo: 'logo.svg',
        color: '#6A3D7C',
        contact: 'mailto:help@lakeside.example',
        texts: { es: { 'gallery.lead': 'Aplicaciones' } },
      },
      {
        'logo.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
        'index.html': '<head><meta content="%TOLD%"></head><!--frame-->',
      },
    ),
  )
  mkdirSync(join(made.at(-1) ?? '', 'assets'))
  const portals = await startPortals({
    host: '127.0.0.1',
    port: 0,
    sandbox: 'http://sandbox.example',
    production: 'http://production.example',
    appUrl: 'http://127.0.0.1:1',
    mode: 'demo',
    health: async () => ({ ready: true, detail: {} }),
    folder: made.at(-1) ?? '',
    brand,
  })
  try {
    const config = await (await fetch(`${portals.url}/config.json`)).json()
    expect(config.brand).toEqual({
      name: 'Lakeside & Sons <Health>',
      color: '#6a3d7c',
      contact: 'mailto:help@lakeside.example',
      logo: '/brand/logo',
      texts: { es: { 'gallery.lead': 'Aplicaciones' } },
    })
    // The page knows the same, and shows it before any script runs.
    const page = await (await fetch(`${portals.url}/member`)).text()
    const written = /content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&quot;', '"')
    expect(JSON.parse(written?.replaceAll('&lt;', '<').replaceAll('&amp;', '&') ?? '')).toEqual(
      config,
    )
    expect(page).toContain('<b>Lakeside &amp; Sons &lt;Health></b>')
    expect(page).toContain('src="/brand/logo"')
    expect(page).toContain('--mantine-color-lake-8:#6a3d7c')
    const logo = await fetch(`${portals.url}/brand/logo`)
    expect(logo.headers.get('content-type')).toContain('image/svg+xml')
    // A picture that brings a script stays a picture.
    expect(logo.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/)
  } finally {
    await portals.close()
  }
})

test.each([
  [{ colour: '#000000' }, 'colour is not known'],
  [{ color: 'teal' }, 'the form #1f6175'],
  [{ color: '#ffcc00' }, 'choose a darker one'],
  [{ contact: 'javascript:alert(1)' }, 'contact must begin with'],
  [{ logo: '../secret.png' }, 'beside it'],
  [{ logo: 'logo.gif' }, '.svg, .png or .webp'],
  [{ logo: 'logo.png' }, 'cannot be read'],
  [{ texts: { fr: {} } }, 'only en and es'],
  [{ texts: { en: { 'gallery.nothing': 'x' } } }, 'is no sentence of the pages'],
  [{ texts: { en: { 'app.since': 'x' } } }, 'is no sentence of the pages'],
  ['not json', 'is not JSON'],
])('%j is refused, with the way out', (brand, words) => {
  expect(faultsOf(brand).join('\n')).toContain(words)
})

test('all faults of a folder are told together', () => {
  expect(faultsOf({ name: '', color: 'x', contact: 'x' })).toHaveLength(3)
})

test('a logo that is too large is refused with its size', () => {
  expect(faultsOf({ logo: 'a.png' }, { 'a.png': Buffer.alloc(200_001) })[0]).toContain('200001')
})

test('the shades of a colour run from nearly white to darker than it', () => {
  const contrasts = shadesOf('#6a3d7c').map(contrastWithWhite)
  expect(contrasts).toEqual([...contrasts].sort((a, b) => a - b))
  expect(contrasts[0]).toBeLessThan(1.3)
})
