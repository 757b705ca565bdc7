// `npm run security-table`: runs the tests of the security rows and writes docs/security-tests.md, row → test → result.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { idsOf, namedTests, securityRows, table } from './house/security-rows.ts'

interface Result {
  file: string
  title: string
  status: string
}

const root = resolve(import.meta.dirname, '..')

/** Runs one project's files; what is in them besides the rows is run and not shown. */
const run = (project: string, files: readonly string[]): Result[] => {
  mkdirSync(join(root, 'dist', 'test-results'), { recursive: true })
  const out = join(root, 'dist', 'test-results', `security-${project}.json`)
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${out}`]
  spawnSync(process.execPath, [vitest, 'run', '--project', project, ...reporters, ...files], {
    cwd: root,
    stdio: 'inherit',
    env: { PLAN_API_TEST_DATABASE: 'pglite', ...process.env },
  })
  const report: {
    testResults: { name: string; assertionResults: { title: string; status: string }[] }[]
  } = JSON.parse(readFileSync(out, 'utf8'))
  return report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ title, status }) => ({ file: relative(root, name), title, status })),
  )
}

const files = [...new Set(namedTests().map(({ file }) => file))]
const results = [
  ...run(
    'unit',
    files.filter(file => !file.startsWith('tests/')),
  ),
  ...run(
    'black-box',
    files.filter(file => file.startsWith('tests/')),
  ),
]

const rows = securityRows().map(({ id, box }) => {
  const own = results.filter(({ title }) => idsOf(title).includes(id))
  const status =
    own.length === 0
      ? 'none'
      : (own.find(one => one.status !== 'passed')?.status ?? 'passed').replace('pending', 'skipped')
  const names = own.map(({ file, title }) => `${title.replaceAll('|', '\\|')} (\`${file}\`)`)
  return { status, line: `| ${id} | ${box} | ${names.join('<br>')} | ${status} |` }
})
const passed = rows.filter(({ status }) => status === 'passed').length

writeFileSync(
  table,
  `# Security tests

Written by \`npm run security-table\`; a test of the house fails when a row has no test, or this page does not name it.
A row is one of the list that the authorization server is held to: A authorize, B scopes and consent, C pages and sign-in, D codes and tokens, E refresh, F ending access, G the API, H launches, I origins, K backend services, L logs and audit, M real clients and the oracle.
Box **B**: holds on a licensed Aidbox too, by its documentation; **E**: the embedded box promises it.
The tests run on PGlite and, with \`TEST_POSTGRES_URL\`, on PostgreSQL. No test measures milliseconds: those of row C12 come from \`npm run bench:auth\`, the medians of row C10 are not measured yet.

${passed} of ${rows.length} rows passed.

| row | box | tests | result |
|---|---|---|---|
${rows.map(({ line }) => line).join('\n')}
`,
)
process.stdout.write(`${passed} of ${rows.length} rows passed\n`)
process.exitCode = passed === rows.length ? 0 : 1
