// The real browser: Debian's Chromium, driven by playwright-core.
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Where Chromium is, or undefined; CHROMIUM_PATH names one elsewhere. */
export const browserPath = (): string | undefined =>
  [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find(path => path && existsSync(path))

/** Starts it without a window and without calls home. */
export const launchChromium = (): Promise<Browser> => {
  const executablePath = browserPath()
  if (!executablePath)
    throw new Error('Chromium is not installed (Debian: apt-get install chromium).')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
    ],
  })
}
