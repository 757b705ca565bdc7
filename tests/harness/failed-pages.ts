// Where the pages of a browser stood when a test failed: written down, so that a failure elsewhere can be understood here.
import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterEach } from 'vitest'

/** Read by the test runner for its closing lines. */
export const failedPages = join('dist', 'test-results', 'failed-pages.txt')

const shown = 300

/** After each failed test of this file: path and first words of every page of its browser; never a query, which may hold a code. */
export const tellPagesOnFailure = (browser: () => Browser | undefined): void => {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    const pages =
      browser()
        ?.contexts()
        .flatMap(context => context.pages()) ?? []
    const lines = await Promise.all(
      pages.map(async page => {
        const words = await page
          .locator('body')
          .innerText({ timeout: 2_000 })
          .catch((error: Error) => `no answer: ${error.message}`)
        return `  ${page.url().split(/[?#]/)[0]}: ${words.replace(/\s+/g, ' ').slice(0, shown)}`
      }),
    )
    mkdirSync(dirname(failedPages), { recursive: true })
    appendFileSync(
      failedPages,
      `${new Date().toISOString()} ${task.name}\n${lines.join('\n') || '  no page is open'}\n`,
    )
  })
}
