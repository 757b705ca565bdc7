// PostgreSQL and Chromium for the tests that need them: found, or installed where we may, or named.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { browserPath, windowlessPath } from './chromium.ts'
import { postgresPrograms } from './postgres.ts'

interface Wanted {
  package: string
  what: string
  there: () => boolean
  /** What does nearly as well where the package is not to be had (Ubuntu has no chromium-headless-shell). */
  else?: { package: string; there: () => boolean }
}

const wanted: Wanted[] = [
  {
    package: 'postgresql',
    what: 'the suite on PostgreSQL',
    there: () => postgresPrograms() !== undefined,
  },
  {
    package: 'chromium-headless-shell',
    what: 'the browser journeys',
    there: () => !!process.env.CHROMIUM_PATH || existsSync(windowlessPath),
    else: { package: 'chromium', there: () => browserPath() !== undefined },
  },
]

const usable = (one: Wanted): boolean => one.there() || one.else?.there() === true

const isDebian = (): boolean =>
  existsSync('/usr/bin/apt-get') &&
  existsSync('/etc/os-release') &&
  /\b(debian|ubuntu)\b/.test(readFileSync('/etc/os-release', 'utf8'))

/** Installs what is missing with apt-get as root on Debian or Ubuntu; else says what to install and what is skipped. */
export const ensureSystemPackages = async (): Promise<string[]> => {
  const missing = wanted.filter(({ there }) => !there())
  if (missing.length === 0) return []
  if (process.getuid?.() !== 0 || !isDebian())
    return missing
      .filter(one => !usable(one))
      .map(
        one =>
          `Install ${one.package} to run ${one.what}; without it those tests are skipped by name.`,
      )
  process.stdout.write(
    `Installing ${missing.map(one => one.package).join(' and ')} with apt-get (once; waits for other installations) …\n`,
  )
  // The lock may be held by the system's own updates: wait for it instead of failing.
  const apt = (...args: string[]) =>
    spawnSync(
      'apt-get',
      ['-o', 'DPkg::Lock::Timeout=600', '-o', 'Acquire::Retries=3', '-qq', ...args],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      },
    )
  apt('update')
  // one by one: a name that this system does not know must not keep the others away
  for (const one of missing) {
    apt('install', '-y', '--no-install-recommends', one.package)
    if (one.else && !usable(one)) apt('install', '-y', '--no-install-recommends', one.else.package)
  }
  return missing
    .filter(one => !usable(one))
    .map(one => `${one.package} could not be installed: ${one.what} are skipped by name.`)
}
