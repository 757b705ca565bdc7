// The command that writes generated data: the same bytes each time, every resource in both forms, nothing overwritten.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { barOf, openBar } from './progress-bar.ts'

const folder = mkdtempSync(join(tmpdir(), 'synthea-generate-'))
afterAll(() => rmSync(folder, { recursive: true }))

const command = new URL('../generate.ts', import.meta.url).pathname
const run = (...args: string[]) =>
  spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', command, ...args], {
    encoding: 'utf8',
  })
const generate = (out: string) =>
  run('--members', '5', '--practitioners', '10', '--cast', '--today', '2026-03-10', '--out', out)

test('members, directory and cast are written as lines and as bundles, the same each time', () => {
  const [first, second] = [join(folder, 'first'), join(folder, 'second')]
  const done = generate(first)
  expect(done.stderr).toBe('')
  expect(done.stdout).toMatch(/^\d+ resources in \d+ files in /)
  const lines = readdirSync(first)
    .filter(name => name.endsWith('.ndjson'))
    .flatMap(name =>
      readFileSync(join(first, name), 'utf8')
        .trim()
        .split('\n')
        .map(line => `${name.replace('.ndjson', '')}/${JSON.parse(line).id}`),
    )
  const bundles = readdirSync(join(first, 'bundles')).sort()
  expect(bundles).toHaveLength(7)
  const entries = bundles.flatMap(name => {
    const bundle: { entry: { request: { url: string } }[] } = JSON.parse(
      readFileSync(join(first, 'bundles', name), 'utf8'),
    )
    return bundle.entry.map(({ request }) => request.url)
  })
  expect(entries.sort()).toEqual(lines.sort())
  expect(done.stdout).toContain(`${lines.length} resources`)
  expect(generate(second).status).toBe(0)
  const contents = (out: string) =>
    [...readdirSync(out), ...bundles.map(name => join('bundles', name))]
      .filter(name => name !== 'bundles')
      .map(name => [name, readFileSync(join(out, name), 'utf8')])
  expect(contents(second)).toEqual(contents(first))
  const again = generate(first)
  expect(again.status).toBe(1)
  expect(again.stderr).toContain('is not empty')
})

test('without a wish, or with one that is no number, the usage is printed and nothing is written', () => {
  for (const args of [
    [],
    ['--members', 'many'],
    ['--members', '3', '--today', 'soon'],
    ['--what'],
  ]) {
    const { status, stderr } = run(...args, '--out', join(folder, 'none'))
    expect(status).toBe(1)
    expect(stderr).toMatch(/--members|--what/)
  }
  expect(readdirSync(folder)).not.toContain('none')
})

test('the bar grows on a terminal and stays away from files', () => {
  expect(barOf(50)).toBe(`[${'#'.repeat(20)}${'-'.repeat(20)}]  50 %`)
  const drawn: string[] = []
  const write = (text: string) => drawn.push(text) > 0
  const bar = openBar({ isTTY: true, write }, 2)
  bar.show(1)
  bar.show(2)
  bar.end()
  expect(drawn).toHaveLength(3)
  const silent = openBar({ isTTY: false, write }, 2)
  silent.show(1)
  silent.end()
  expect(drawn).toHaveLength(3)
})
