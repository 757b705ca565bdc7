// Builds the portals into a folder named by their sources; what is there already is not built again, nor taken away from who serves it.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packAssets } from './pack.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const project = join(here, '..')
const builds = join(project, 'dist', 'portal-ui')
const current = join(builds, 'current')
/** Older builds may still be served by a process that runs; this many are kept. */
const kept = 5

/** The folder of the newest build; a named error when nothing was built yet. */
export const builtPortals = async (): Promise<string> => {
  const name = await readFile(current, 'utf8').catch(() => {
    throw new Error('The portals are not built yet: run portal-ui/build.ts first.')
  })
  return join(builds, name.trim())
}

/** Builds unless a folder already holds what these sources give; says which of the two it did. */
export const buildPortals = async (): Promise<'built' | 'up to date'> => {
  const name = (await hashOfSources()).slice(0, 16)
  const folder = join(builds, name)
  const isThere = await exists(join(folder, 'index.html'))
  if (!isThere) await build(folder)
  await writeFile(`${current}.${process.pid}`, name)
  await rename(`${current}.${process.pid}`, current)
  if (!isThere) await prune(name)
  return isThere ? 'up to date' : 'built'
}

/** Into a folder of its own first: two builds at once, or one that is killed, leave nothing half-written. */
const build = async (folder: string): Promise<void> => {
  const draft = `${folder}.${process.pid}`
  await mkdir(builds, { recursive: true })
  const { NODE_ENV: before } = process.env
  // Vite and React ask the environment whether to build their slower development forms.
  process.env.NODE_ENV = 'production'
  try {
    // Loaded here, so that a start with an up-to-date build never pays for the bundler.
    const [vite, { default: config }] = await Promise.all([
      import('vite'),
      import('./vite.config.ts'),
    ])
    await vite.build({
      ...config,
      configFile: false,
      build: { ...config.build, outDir: draft },
    })
    await addEarlyScript(draft)
    await packAssets(join(draft, 'assets'))
  } finally {
    if (before === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = before
  }
  await rename(draft, folder).catch(async (fault: unknown) => {
    // Somebody else was faster with the same sources.
    await rm(draft, { recursive: true, force: true })
    if (!(await exists(join(folder, 'index.html')))) throw fault
  })
}

/** The script that runs before the first paint: no module, so Vite leaves it to us. It and the style sheet are asked for first. */
const addEarlyScript = async (draft: string): Promise<void> => {
  const script = await readFile(join(here, 'early.js'), 'utf8')
  const name = `early-${createHash('sha256').update(script).digest('hex').slice(0, 8)}.js`
  await writeFile(join(draft, 'assets', name), script)
  const page = join(draft, 'index.html')
  const html = await readFile(page, 'utf8')
  const sheets = html.match(/ *<link rel="stylesheet".*\n/g) ?? []
  const early = `${sheets.join('').trim()}\n    <script src="/assets/${name}"></script>`
  const rest = sheets.reduce((page, sheet) => page.replace(sheet, ''), html)
  await writeFile(
    page,
    rest.replace('<!--early-->', () => early),
  )
}

const prune = async (name: string): Promise<void> => {
  const folders = (await readdir(builds, { withFileTypes: true })).filter(
    entry => entry.isDirectory() && entry.name !== name,
  )
  const dated = await Promise.all(
    folders.map(async entry => {
      const path = join(builds, entry.name)
      return { path, at: (await stat(path)).mtimeMs }
    }),
  )
  const old = dated.toSorted((one, other) => other.at - one.at).slice(kept - 1)
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })))
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

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
    join(here, 'early.js'),
    join(here, 'vite.config.ts'),
    join(here, 'pack.ts'),
    join(project, 'package-lock.json'),
    // Shown as pages of the documentation.
    join(project, 'docs/guide.md'),
    join(project, 'CHANGELOG.md'),
  ].toSorted()
  const hash = createHash('sha256')
  for (const file of files) {
    hash.update(file.slice(project.length)).update('\0')
    hash.update(await readFile(file)).update('\0')
  }
  return hash.digest('hex')
}

if (import.meta.main) process.stdout.write(`portals: ${await buildPortals()}\n`)
