// No byte of another member's record, and nothing clinical from the directory's side: every request there is, as everybody.
// ISOLATION_REQUESTS sets how many (1,500 in CI; `npm run test:isolation` sends all); it runs on licensed boxes as well.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type Asker, everybody, rootOf, send } from './asking.ts'
import { type Ask, type Question, questions } from './asks.ts'
import { type Marks, marksOf, numberOf, othersRecord } from './others-record.ts'

const most = Number(process.env.ISOLATION_REQUESTS ?? 1_500)
const callersAtOnce = 8
const marks = marksOf(randomBytes(4).toString('hex'))
const record = othersRecord(marks)
const roots = [rootOf('production'), rootOf('sandbox')]
const versions = new Map<string, string>()
let askers: Asker[]

const texts = new Map<string, string>()

beforeAll(async () => {
  for (const root of roots)
    for (const resource of record) {
      const path = `/fhir/${resource.resourceType}/${resource.id}`
      const { status, body } = await send(root, { method: 'PUT', path, body: resource })
      if (status > 201) throw new Error(`${root.box} ${path}: ${status} ${body}`)
      texts.set(`${root.box}${path}`, body)
      versions.set(resource.resourceType, JSON.parse(body).meta.versionId)
    }
  askers = await everybody()
})

afterAll(async () => {
  for (const root of roots)
    for (const { resourceType, id } of record.toReversed())
      await send(root, { method: 'DELETE', path: `/fhir/${resourceType}/${id}` })
})

const all = (): Question[] => questions(marks, versions)

/** What is wrong with the answers to one question; nothing, when nothing is. */
const findingOf = async (asker: Asker, question: Question): Promise<string | undefined> => {
  const answer = await send(asker, question.ask)
  const told = `${answer.headers}\n${answer.body}`
  if (told.includes(marks.hush)) return 'shows what stands in another’s record'
  if (question.kind === 'list')
    return told.includes(marks.planted.id('')) || told.includes(marks.planted.word)
      ? 'shows an id or a value of another’s record'
      : undefined
  const ghost = await send(asker, question.ghost)
  const [one, other] = [comparable(answer, marks.planted), comparable(ghost, marks.ghost)]
  return one === other
    ? undefined
    : `tells another’s record from none:\n${excerpt(one, other)}\n${excerpt(other, one)}`
}

/** An answer without what the request itself named. */
const comparable = (
  { status, headers, body }: Answer,
  { id, word, date }: Marks['planted'],
): string =>
  `${status}\n${headers}\n${body}`
    .replaceAll(id(''), '‹id›')
    .replaceAll(word, '‹value›')
    .replaceAll(date, '‹date›')
    .replaceAll(String(numberOf(date)), '‹number›')
    .replaceAll(/_page=[^&"]+/g, '_page=‹place›') // a link's place is sealed together with its query

const excerpt = (text: string, other: string): string => {
  const at = [...text].findIndex((letter, index) => letter !== other[index])
  return text.slice(Math.max(0, at - 60), at + 200)
}

const line = ({ method, path, body, form }: Ask): string =>
  `${method} ${path}${form ? ` ${form}` : ''}${body ? ` ${JSON.stringify(body).slice(0, 200)}` : ''}`

/** Every n-th of them, so that a short run touches every type and kind. */
const spread = <T>(items: readonly T[], wanted: number): T[] => {
  const step = Math.max(1, items.length / Math.max(1, wanted))
  return Array.from(
    { length: Math.min(items.length, wanted) },
    (_, index) => items[Math.floor(index * step)],
  ).filter((item): item is T => item !== undefined)
}

test('root finds the planted record by the very same questions, so they would show a leak', async () => {
  const [root] = roots
  if (!root) throw new Error('no root')
  let shown = 0
  let told = 0
  const asked = spread(all(), 400)
  for (const question of asked.filter(({ ask }) => ask.method === 'GET')) {
    const answer = await send(root, question.ask)
    if (answer.body.includes(marks.hush)) shown++
    if (question.kind === 'pair') {
      const ghost = await send(root, question.ghost)
      if (comparable(answer, marks.planted) !== comparable(ghost, marks.ghost)) told++
    }
  }
  expect(shown).toBeGreaterThan(asked.length / 5)
  expect(told).toBeGreaterThan(asked.length / 8)
})

test('whoever asks, and whatever they ask: nothing of another member’s record, and no sign that there is one', async () => {
  const pairs = askers.flatMap(asker => all().map(question => ({ asker, question })))
  const requests = (items: typeof pairs) =>
    items.reduce((sum, { question }) => sum + (question.kind === 'pair' ? 2 : 1), 0)
  const asked = spread(pairs, Math.floor((pairs.length * most) / requests(pairs)))
  const findings: string[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let item = asked[next++]; item; item = asked[next++]) {
      const { asker, question } = item
      const finding = await findingOf(asker, question)
      if (finding) findings.push(`${asker.box}, ${asker.who}: ${line(question.ask)}: ${finding}`)
    }
  }
  await Promise.all(Array.from({ length: callersAtOnce }, worker))
  console.log(
    `isolation: ${requests(asked)} of ${requests(pairs)} requests, ${findings.length} findings`,
  )
  expect(findings.slice(0, 20)).toEqual([])
  expect(asked.length).toBeGreaterThan(0)
}, 1_800_000)

test('after all that the record is as it was planted', async () => {
  for (const root of roots)
    for (const { resourceType, id } of record) {
      const path = `/fhir/${resourceType}/${id}`
      const { body } = await send(root, { method: 'GET', path })
      expect([root.box, JSON.parse(body)]).toEqual([
        root.box,
        JSON.parse(texts.get(root.box + path) ?? ''),
      ])
    }
})
