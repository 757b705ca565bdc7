// Rows of the security test list (SMART contract, section 14), and the tests that carry their ids in their names.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const contract = resolve(root, '../shared/contract/smart-auth.md')
export const table = join(root, 'docs/security-tests.md')

export interface SecurityRow {
  id: string
  /** `B`: holds on both kinds of box; `E`: the embedded box promises it. */
  box: 'B' | 'E'
}

export interface NamedTest {
  file: string
  /** As it is written: test.each fills its placeholders at run time. */
  title: string
  ids: readonly string[]
}

/** The rows: from the contract where it lies beside the project, else from the committed table. */
export const securityRows = (): SecurityRow[] => {
  const text = readFileSync(existsSync(contract) ? contract : table, 'utf8')
  return [...text.matchAll(/^\| ([A-Z]\d+) \| ([BE]) \|/gm)].map(([, id = '', box]) => ({
    id,
    box: box === 'B' ? 'B' : 'E',
  }))
}

/** The ids a test's name begins with. */
export const idsOf = (title: string): string[] => {
  const [begin = ''] = /^(?:[A-M]\d{1,2} )+/.exec(title) ?? []
  return begin.split(' ').filter(Boolean)
}

/** Tests of this repository whose name begins with ids of rows. */
export const namedTests = (): NamedTest[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.test.ts'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter(file => file !== '' && existsSync(join(root, file)))
    .flatMap(file =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/\(\s*(['"`])([A-M]\d.*?)\1,/g)]
        .map(([, , title = '']) => ({ file, title, ids: idsOf(title) }))
        .filter(({ ids }) => ids.length > 0),
    )
