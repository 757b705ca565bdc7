// PostgreSQL and Chromium for the tests that need them: found, or installed where we may, or named.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { browserPath } from './chromium.ts'
import { postgresPrograms } from './postgres.ts'

const wanted = [
  {
    package: 'postgresql',
    what: 'the suite on PostgreSQL',
    there: () => postgresPrograms() !== undefined,
  },
  { package: 'chromium', what: 'the browser journeys', there: () => browserPath() !== undefined },
] as const

const isDebian = (): boolean =>
  existsSync('/usr/bin/apt-get') &&
  existsSync('/etc/os-release') &&
  /\b(debian|ubuntu)\b/.test(readFileSync('/etc/os-release', 'utf8'))

/** Installs what is missing with apt-get as root on Debian or Ubuntu; else says what to install and what is skipped. */
export const ensureSystemPackages = async (): Promise<string[]> => {
  const missing = wanted.filter(({ there }) => !there())
  if (missing.length === 0) return []
  const names = missing.map(one => one.package)
  if (process.getuid?.() !== 0 || !isDebian())
    return missing.map(
      one =>
        `Install ${one.package} to run ${one.what}; without it those tests are skipped by name.`,
    )
  process.stdout.write(
    `Installing ${names.join(' and ')} with apt-get (once; waits for other installations) …\n`,
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
  apt('install', '-y', '--no-install-recommends', ...names)
  return missing
    .filter(({ there }) => !there())
    .map(one => `${one.package} could not be installed: ${one.what} are skipped by name.`)
}
