// Both languages say everything, and no page for members says anything outside the two tables.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'
import { expect, test } from 'vitest'
import { en } from './en.ts'
import { es } from './es.ts'
import { sentenceAt, withOwnWords } from './own-words.ts'

const isBranch = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** `gallery.lead` → what kind of value it is, or the sentence. */
const leaves = (value: unknown, path = ''): [string, unknown][] =>
  isBranch(value)
    ? Object.entries(value).flatMap(([key, part]) => leaves(part, path ? `${path}.${key}` : key))
    : [[path, value]]

test('Spanish has exactly the sentences of English', () => {
  const shape = (table: unknown) => leaves(table).map(([path, value]) => `${path}: ${typeof value}`)
  expect(shape(es)).toEqual(shape(en))
  expect(shape(en).length).toBeGreaterThan(400)
})

/** Names, and words that both languages share. */
const alike = new Set([
  'Fax',
  'NPI',
  'Plan',
  'Medicaid',
  'Medicare Advantage',
  'Error',
  'Family Medicine',
  'Provisional',
  'Dental',
  'No',
])

test('no sentence was left in English', () => {
  const spanish = new Map(leaves(es))
  const same = leaves(en).filter(
    ([path, value]) => typeof value === 'string' && spanish.get(path) === value,
  )
  expect(same.filter(([, value]) => !alike.has(String(value)))).toEqual([])
})

test('a plan’s own sentence replaces ours; what needs facts stays', () => {
  const own = withOwnWords(en, { 'gallery.lead': 'Apps of our members.', 'app.since': 'never' })
  expect(own.gallery.lead).toBe('Apps of our members.')
  expect(own.gallery.title).toBe(en.gallery.title)
  expect(own.app.since('May 1')).toContain('May 1')
  expect(sentenceAt(en, 'app.since')).toBeUndefined()
  expect(sentenceAt(en, 'gallery.constructor')).toBeUndefined()
})

const source = join(import.meta.dirname, '..')
const folders = ['member', 'directory', 'account', 'record', 'ui', '.']
/** What only vendors and staff see: states of requests and apps, JSON, a developer's search, the guide. */
const englishOnly = new Set([
  'status.tsx',
  'json-tree.tsx',
  'whole-record-search.tsx',
  'markdown.tsx',
])

const pages = folders.flatMap(folder =>
  readdirSync(join(source, folder))
    .filter(name => name.endsWith('.tsx') && !englishOnly.has(name))
    .map(name => join(folder, name)),
)

/** Attributes that are read or heard. */
const spoken = new Set([
  'label',
  'title',
  'lead',
  'placeholder',
  'description',
  'aria-label',
  'alt',
  'what',
  'action',
])
/** `JSON` is a name in both languages. */
const hasWords = (text: string) => /\p{L}{2,}/u.test(text.replaceAll('JSON', ''))

/** Texts that a page shows without asking the table: between tags, in attributes, and sentences in code. */
const ownTexts = (node: unknown, found: string[] = []): string[] => {
  if (Array.isArray(node)) for (const part of node) ownTexts(part, found)
  else if (isBranch(node)) {
    if (node.type === 'JSXText' && hasWords(String(node.value))) found.push(String(node.value))
    if (node.type === 'JSXAttribute' && isBranch(node.name) && isBranch(node.value))
      if (spoken.has(String(node.name.name)) && node.value.type === 'Literal')
        if (hasWords(String(node.value.value))) found.push(String(node.value.value))
    if (node.type === 'Literal' && /^\p{Lu}\p{L}* \p{L}{2,}/u.test(String(node.value)))
      found.push(String(node.value))
    if (node.type === 'TemplateElement' && isBranch(node.value))
      if (/\p{L}{2,} \p{L}{2,} \p{L}{2,}/u.test(String(node.value.cooked)))
        found.push(String(node.value.cooked))
    // An error for developers is no page.
    for (const [key, part] of Object.entries(node))
      if (!(node.type === 'ThrowStatement' && key === 'argument')) ownTexts(part, found)
  }
  return found
}

test.each(pages)('%s has no words of its own', page => {
  const { program, errors } = parseSync(page, readFileSync(join(source, page), 'utf8'))
  expect(errors).toEqual([])
  expect([...new Set(ownTexts(program))]).toEqual([])
})

test('a page that had words of its own would be found', () => {
  const find = (code: string) => ownTexts(parseSync('page.tsx', code).program)
  expect(find('const a = <p>Hello</p>')).toEqual(['Hello'])
  expect(find('const a = <p title="Hello" className="no-print">{x}</p>')).toEqual(['Hello'])
  expect(find("const a = busy ? 'Please wait' : ''")).toEqual(['Please wait'])
})
