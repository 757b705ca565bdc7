// Builds the portals into dist/portal-ui, and not again while their sources are what they were.
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const project = join(here, '..')

/** Where the built portals lie. */
export const builtPortals = join(project, 'dist', 'portal-ui')

const stamp = join(builtPortals, 'sources.sha256')

/** Builds unless the folder already holds what these sources give; says which of the two it did. */
export const buildPortals = async (): Promise<'built' | 'up to date'> => {
  const sources = await hashOfSources()
  const known = await readFile(stamp, 'utf8').catch(() => '')
  if (known === sources) return 'up to date'

  // Loaded here, so that a start with an up-to-date build never pays for the bundler.
  const [{ build }, { default: config }] = await Promise.all([
    import('vite'),
    import('./vite.config.ts'),
  ])
  await build({ ...config, configFile: false })
  await writeFile(stamp, sources)
  return 'built'
}

/** One hash over everything that can change the build: our sources, the vocabulary, the locked versions. */
const hashOfSources = async (): Promise<string> => {
  const folders = await Promise.all(
    [join(here, 'src'), join(project, 'vocabulary')].map(async folder =>
      (await readdir(folder, { recursive: true, withFileTypes: true }))
        .filter(entry => entry.isFile() && !entry.name.includes('.test.'))
        .map(entry => join(entry.parentPath, entry.name)),
    ),
  )
  const files = [
    ...folders.flat(),
    join(here, 'index.html'),
    join(here, 'vite.config.ts'),
    join(project, 'package-lock.json'),
  ].toSorted()
  const hash = createHash('sha256')
  for (const file of files) {
    hash.update(file.slice(project.length)).update('\0')
    hash.update(await readFile(file)).update('\0')
  }
  return hash.digest('hex')
}

if (import.meta.main) process.stdout.write(`portals: ${await buildPortals()}\n`)
