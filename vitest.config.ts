// Test projects: unit tests beside modules run fast and without isolation; black-box tests run one file after the other.
import { readdirSync, readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { patience } from './tests/harness/patience.ts'

const ignored = ['**/node_modules/**', '**/dist/**', '.data/**']

/**
 * Files that start a whole world of their own do it on PGlite, whatever database the shared one has: their second run
 * would be the same as the first.
 */
const worldsOfTheirOwn = readdirSync('tests/app')
  .filter(name => name.endsWith('.test.ts'))
  .map(name => `tests/app/${name}`)
  .filter(path => readFileSync(path, 'utf8').includes("'../harness/own-app.ts'"))
const onPostgres = process.env.PLAN_API_TEST_DATABASE === 'postgres'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{vocabulary,wiring,access-policies,init-bundle,app,embedded-box,portal-ui,synthea,sample-app,mailbox,conformance}/**/*.test.ts',
            'tests/house/**/*.test.ts',
          ],
          exclude: ignored,
          isolate: false,
          // against what hangs, not what is slow: a busy machine takes its time to start PGlite twice
          testTimeout: patience,
          hookTimeout: 2 * patience,
        },
      },
      {
        test: {
          name: 'black-box',
          include: ['tests/**/*.test.ts'],
          exclude: [...ignored, 'tests/house/**', ...(onPostgres ? worldsOfTheirOwn : [])],
          globalSetup: 'tests/harness/global-setup.ts',
          fileParallelism: false,
          testTimeout: 2 * patience,
          hookTimeout: 2 * patience,
          expect: { poll: { timeout: patience } },
        },
      },
      {
        // The oracle again, with more mutations than the unit tests ask for: npm run test:oracle.
        test: {
          name: 'oracle',
          include: ['embedded-box/auth/oracle/**/*.test.ts'],
          exclude: ignored,
          env: { ORACLE_MUTATIONS: '5000' },
          testTimeout: 1_200_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
