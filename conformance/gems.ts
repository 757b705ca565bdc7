// The kits' gems: Debian packages that their native parts need, and the gems themselves in a cached folder.
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** What the driver needs before a kit can run; the message is one line and says what to do. */
export class MissingTool extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MissingTool'
  }
}

/** Folder with our Gemfile and its lock. */
export const gemfileFolder = join(import.meta.dirname, 'inferno')

/** Where gems are kept between runs; CI caches this folder. */
export const gemFolder = (): string =>
  process.env.PLAN_API_GEMS ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'plan-api', 'gems')

const installLog = (): string => join(gemFolder(), 'install.log')

const renderedFolder = (): string => join(gemFolder(), 'gemfile')

/** Gems come from where this machine's Ruby takes them: its first source stands in for the marker in both files. */
const renderGemfile = (): void => {
  const asked = spawnSync('ruby', ['-e', 'puts Gem.sources.to_a.first'], { encoding: 'utf8' })
  const source = asked.stdout?.trim().replace(/\/*$/, '/')
  if (!source) return // Ruby itself is missing: ensurePackages says so
  mkdirSync(renderedFolder(), { recursive: true })
  for (const name of ['Gemfile', 'Gemfile.lock'])
    writeFileSync(
      join(renderedFolder(), name),
      readFileSync(join(gemfileFolder, name), 'utf8').replaceAll('GEM_SOURCE', source),
    )
}

/** Environment of every Ruby process of ours. */
export const rubyEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  BUNDLE_GEMFILE: join(renderedFolder(), 'Gemfile'),
  BUNDLE_PATH: gemFolder(),
  BUNDLE_FROZEN: 'true',
  BUNDLE_SILENCE_ROOT_WARNING: '1',
})

const packages = [
  { name: 'ruby', there: () => answers('ruby', '-rmkmf', '-e', '') },
  {
    name: 'ruby-dev',
    there: () => answers('ruby', '-rmkmf', '-e', 'have_header("ruby.h") or exit 1'),
  },
  { name: 'bundler', there: () => answers('bundle', '--version') },
  {
    name: 'build-essential',
    there: () => answers('make', '--version') && answers('gcc', '--version'),
  },
  { name: 'pkg-config', there: () => answers('pkg-config', '--version') },
  { name: 'libsqlite3-dev', there: () => answers('pkg-config', '--exists', 'sqlite3') },
  { name: 'zlib1g-dev', there: () => answers('pkg-config', '--exists', 'zlib') },
  { name: 'openssl', there: () => answers('openssl', 'version') },
] as const

/** Installs what is missing; throws MissingTool with one line when it cannot. */
export const ensureGems = (say: (line: string) => void): void => {
  renderGemfile()
  if (bundle('check')) return
  ensurePackages(say)
  renderGemfile()
  mkdirSync(gemFolder(), { recursive: true })
  say('Installing the gems of conformance/inferno/Gemfile.lock (once; the folder is kept) …')
  if (!bundle('install', '--jobs', '2', '--retry', '2') || !bundle('check'))
    throw new MissingTool(
      `The Inferno kits could not be installed: RubyGems cannot be reached, or a gem does not build (${installLog()} has Bundler’s words); nothing was tested.`,
    )
}

const ensurePackages = (say: (line: string) => void): void => {
  const missing = packages.filter(({ there }) => !there()).map(({ name }) => name)
  if (missing.length === 0) return
  if (process.getuid?.() === 0 && isDebian()) {
    say(`Installing ${missing.join(', ')} with apt-get …`)
    apt('update')
    apt('install', '-y', '--no-install-recommends', ...missing)
  }
  const still = packages.filter(({ there }) => !there()).map(({ name }) => name)
  if (still.length > 0)
    throw new MissingTool(
      `Inferno needs ${still.join(', ')}: install them (names as in Debian); nothing was tested.`,
    )
}

const bundle = (...args: string[]): boolean => {
  const log = args[0] === 'check' ? undefined : openSync(installLog(), 'a')
  const words = log ?? 'ignore'
  const { status } = spawnSync('bundle', args, {
    cwd: gemfileFolder,
    env: rubyEnvironment(),
    stdio: ['ignore', words, words],
  })
  if (log !== undefined) closeSync(log)
  return status === 0
}

const answers = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore', cwd: '/tmp' }).status === 0

const apt = (...args: string[]): void => {
  spawnSync(
    'apt-get',
    ['-o', 'DPkg::Lock::Timeout=600', '-o', 'Acquire::Retries=3', '-qq', ...args],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    },
  )
}

const isDebian = (): boolean =>
  existsSync('/usr/bin/apt-get') &&
  existsSync('/etc/os-release') &&
  /\b(debian|ubuntu)\b/.test(readFileSync('/etc/os-release', 'utf8'))
