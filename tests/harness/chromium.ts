// The real browser: Debian's Chromium, driven by playwright-core; its build without a window first, which paints every tab.
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { patience } from './patience.ts'

/**
 * Chromium's build without a window, which playwright is made for. The desktop's browser without a window treats its
 * tabs as windows in front of and behind each other; opening and closing them on a busy machine was seen to hang.
 */
export const windowlessPath = '/usr/bin/chromium-headless-shell'

/** Where Chromium is, or undefined; CHROMIUM_PATH names one elsewhere. */
export const browserPath = (): string | undefined =>
  [
    process.env.CHROMIUM_PATH,
    windowlessPath,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find(path => path && existsSync(path))

/** Starts it without a window and without calls home; its pages wait as long as tests do. */
export const launchChromium = async (): Promise<Browser> => {
  const executablePath = browserPath()
  if (!executablePath)
    throw new Error('Chromium is not installed (Debian: apt-get install chromium-headless-shell).')
  const browser = await chromium.launch({
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
  browser.on('context', context => context.setDefaultTimeout(patience))
  return browser
}
