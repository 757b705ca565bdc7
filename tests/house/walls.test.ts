// Who may import whom, as ARCHITECTURE.md draws it; read from the files themselves.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const rooms = [
  'vocabulary',
  'access-policies',
  'init-bundle',
  'app',
  'embedded-box',
  'portal-ui',
  'sample-app',
  'mailbox',
  'synthea',
  'wiring',
  'tests',
  'bench',
  'conformance',
]

/** Room → rooms it may import, besides itself. `start.ts` may import wiring. */
const allowed: Record<string, readonly string[]> = {
  vocabulary: [],
  'access-policies': ['vocabulary'],
  'init-bundle': ['vocabulary'],
  app: ['vocabulary', 'synthea'],
  'embedded-box': ['vocabulary'],
  'portal-ui': ['vocabulary'],
  'sample-app': [],
  mailbox: [],
  synthea: ['vocabulary'],
  wiring: ['vocabulary', 'app', 'embedded-box', 'portal-ui', 'mailbox', 'init-bundle', 'synthea'],
  tests: ['vocabulary'],
  'tests/harness': [
    'vocabulary',
    'wiring',
    'app',
    'embedded-box',
    'portal-ui',
    'mailbox',
    'init-bundle',
    'synthea',
  ],
  bench: ['tests', 'tests/harness'],
  conformance: ['vocabulary', 'wiring', 'synthea', 'tests/harness'],
}

/** Doors: the only files of a room that another room may import. */
const doors: Record<string, readonly string[]> = {
  app: ['app/main.ts', 'app/config.ts'],
  'embedded-box': ['embedded-box/index.ts', 'embedded-box/box.ts'],
  'portal-ui': ['portal-ui/server/index.ts', 'portal-ui/server/brand.ts', 'portal-ui/build.ts'],
  mailbox: ['mailbox/index.ts'],
  'init-bundle': ['init-bundle/build.ts'],
  synthea: ['synthea/index.ts', 'synthea/import.ts'],
}

const shownDocuments: readonly string[] = ['docs/guide.md?raw', 'CHANGELOG.md?raw']

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder)).flatMap(name => {
    const path = join(folder, name)
    if (name === 'node_modules' || name === 'dist') return []
    if (statSync(join(root, path)).isDirectory()) return sources(path)
    return /\.tsx?$/.test(name) ? [path] : []
  })

const importsOf = (file: string): string[] =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      /^\s*(?:import|export)\b[^'"]*?from\s+['"](\.[^'"]+)['"]|import\(['"](\.[^'"]+)['"]\)/gm,
    ),
  ].map(match => relative(root, resolve(root, dirname(file), match[1] ?? match[2] ?? '')))

const roomOf = (file: string): string =>
  file.startsWith('tests/harness/') ? 'tests/harness' : (file.split('/')[0] ?? '')

const files = rooms.flatMap(sources)

test('there are files to look at', () => {
  expect(files.length).toBeGreaterThan(100)
})

test('no room imports what it must not know', () => {
  const faults = files.flatMap(file =>
    importsOf(file).flatMap(target => {
      const [from, to] = [roomOf(file), roomOf(target)]
      if (from === to || (from === 'tests' && to === 'tests/harness')) return []
      // Text of our own documents, which the documentation pages show, is no code.
      if (from === 'portal-ui' && shownDocuments.includes(target)) return []
      // A room's own test may open the room's walls to what it tests against over HTTP, never others'.
      if (!allowed[from]?.includes(to)) return [`${file} imports ${target}`]
      if (doors[to] && !doors[to].includes(target))
        return [`${file} enters ${to} by ${target}, not by its door`]
      return []
    }),
  )
  expect(faults).toEqual([])
})

test('vendor, admin and member portals never import each other', () => {
  const portals = ['vendor', 'admin', 'member', 'directory', 'docs']
  const portalOf = (file: string) => portals.find(name => file.startsWith(`portal-ui/src/${name}/`))
  const faults = files.flatMap(file =>
    importsOf(file)
      .filter(target => portalOf(file) && portalOf(target) && portalOf(file) !== portalOf(target))
      .map(target => `${file} imports ${target}`),
  )
  expect(faults).toEqual([])
})

test('every module begins with a sentence', () => {
  const silent = files.filter(
    file => !/^(#!.*\n)?\/\/ \S/.test(readFileSync(join(root, file), 'utf8')),
  )
  expect(silent).toEqual([])
})

test('only the places that read configuration look at the environment', () => {
  const readers = files.filter(
    file =>
      /process\.env\b/.test(readFileSync(join(root, file), 'utf8')) &&
      !/(^tests\/|^bench\/|^conformance\/|\.(test|fixture)\.ts$|config\.ts$|main\.ts$|build\.ts$|import\.ts$|snippets\.ts$|^wiring\/)/.test(
        file,
      ),
  )
  expect(readers).toEqual([])
})
